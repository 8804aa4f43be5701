"""Instruments and devices: buses, controllers, network equipment.

Sources, each held against the installed library: smbus2 0.6, netmiko 4, pymodbus 3, python-snap7 2, opcua 0.98,
PyVISA 1, paho-mqtt 2, pyttsx3 2.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import each

_REGISTERS = (
    "connect mask_write_register read_coils read_discrete_inputs read_holding_registers read_input_registers "
    "readwrite_registers write_coil write_coils write_register write_registers"
)
_SHELL = (
    "commit config_mode disconnect enable exit_config_mode find_prompt save_config send_command send_command_timing "
    "send_config_from_file send_config_set send_multiline"
)

DEVICES = {
    "smbus2.SMBus": (
        "i2c_rdwr read_block_data read_byte read_byte_data read_i2c_block_data read_word_data write_block_data "
        "write_byte write_byte_data write_i2c_block_data write_word_data"
    ),
    "netmiko": "ConnectHandler",
    "netmiko.BaseConnection": _SHELL,
    **each("ModbusTcpClient ModbusSerialClient ModbusUdpClient", _REGISTERS, "pymodbus.client"),
    "snap7.client.Client": (
        "connect ct_read ct_write db_get db_read db_write eb_read eb_write get_cpu_info get_cpu_state mb_read mb_write "
        "plc_stop read_area read_multi_vars write_area write_multi_vars"
    ),
    "opcua.Client": "connect disconnect get_namespace_array get_namespace_index get_values set_values",
    "opcua.Node": "call_method get_children get_browse_name get_data_value get_description get_value set_value",
    "pyvisa.resources.MessageBasedResource": (
        "query query_ascii_values query_binary_values read read_bytes read_raw write write_raw"
    ),
    "pyvisa.ResourceManager": "list_resources open_resource",
    "pyttsx3.engine.Engine": "runAndWait",
    "paho.mqtt.publish": "multiple single",
    "paho.mqtt.subscribe": "callback simple",
}
