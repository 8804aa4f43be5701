"""Servers that speak something else than HTTP: mail, files, shells, brokers, directories, and sockets themselves.

Sources: the standard library's documentation (``telnetlib`` left it with Python 3.13), the API references of
paramiko 4, fabric 3, pika 1.3, kafka-python 2.2, confluent-kafka 2.12, kombu and celery 5.5, ldap3 2.9,
dnspython 2.8, paho-mqtt 2, websocket-client 1.9, websockets 15, netmiko 4, icmplib 3, pygit2 1.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.devices import DEVICES
from fastapi_lint.model.knowledge.blocking.family import Family, each

_MAIL = {
    "smtplib": "SMTP SMTP_SSL LMTP",  # connects when it is given a host
    **each("SMTP SMTP_SSL LMTP", "connect login starttls send_message sendmail quit ehlo noop", "smtplib"),
    "ftplib": "FTP FTP_TLS",
    **each(
        "FTP FTP_TLS",
        "connect login cwd dir nlst mlsd storbinary storlines retrbinary retrlines delete rename mkd size quit",
        "ftplib",
    ),
    "imaplib": "IMAP4 IMAP4_SSL IMAP4_stream",
    **each("IMAP4 IMAP4_SSL", "login select search fetch store append copy list uid logout", "imaplib"),
    "poplib": "POP3 POP3_SSL",
    **each("POP3 POP3_SSL", "user pass_ stat list retr dele top quit", "poplib"),
    "telnetlib": "Telnet",
    "telnetlib.Telnet": "open read_until read_all read_some expect interact write",
    "imap_tools.MailBox": "login fetch",
    "yagmail.SMTP": "send",
}

_SHELLS = {
    "paramiko.SSHClient": "connect exec_command open_sftp invoke_shell",
    "paramiko.Transport": "connect auth_password auth_publickey open_session start_client",
    "paramiko.SFTPClient": (
        "get getfo put putfo listdir listdir_attr mkdir remove rename rmdir stat lstat chmod open from_transport"
    ),
    "paramiko.Channel": "recv recv_exit_status send sendall exec_command",
    "fabric.Connection": "open run sudo local get put",
    "pysftp": "Connection",
    "pygit2": "clone_repository",
    "pygit2.remotes.Remote": "connect fetch list_heads ls_remotes push",
    "pysftp.Connection": "get put listdir remove rename exists mkdir makedirs execute",
}

_BROKERS = {
    "pika": "BlockingConnection",
    "pika.BlockingConnection": "channel close process_data_events sleep",
    "pika.adapters.blocking_connection.BlockingChannel": (
        "basic_publish basic_get basic_ack basic_nack basic_qos queue_declare queue_bind queue_delete "
        "queue_purge exchange_declare exchange_bind start_consuming consume tx_commit"
    ),
    "kafka": "KafkaProducer KafkaConsumer KafkaAdminClient",  # wait for the brokers' metadata
    "kafka.KafkaProducer": "send flush close partitions_for",
    "kafka.KafkaConsumer": "poll commit topics partitions_for_topic seek_to_beginning __iter__",
    "kafka.KafkaAdminClient": "create_topics delete_topics list_topics describe_topics",
    "confluent_kafka.Producer": "flush list_topics init_transactions commit_transaction",
    "confluent_kafka.Consumer": "poll consume commit committed list_topics",
    "confluent_kafka.admin.AdminClient": "list_topics",
    "kombu.Connection": "connect ensure_connection drain_events",
    "kombu.Producer": "publish",
    "kombu.simple.SimpleQueue": "get put",
    "celery.Celery": "send_task",  # waits for the broker
    **each("celery.Task celery.canvas.Signature", "delay apply_async"),
    "celery.result.AsyncResult": (
        "get wait ready successful failed forget revoke "
        "date_done.__get__ info.__get__ result.__get__ state.__get__ status.__get__ traceback.__get__"
    ),
    "celery.result.GroupResult": "get join join_native ready successful failed",
    "celery.app.control.Inspect": "active active_queues ping registered reserved scheduled stats revoked",
    "stomp.Connection": "connect send subscribe",
    "paho.mqtt.client.Client": "connect reconnect loop_forever loop",
    "nsq.Writer": "pub",
}

_SOCKETS = {
    "socket": (
        "create_connection getaddrinfo gethostbyname gethostbyname_ex gethostbyaddr getnameinfo getfqdn"
    ),
    "socket.socket": "connect connect_ex accept recv recv_into recvfrom recvfrom_into recvmsg sendall sendfile",
    "ssl": "get_server_certificate",
    "ssl.SSLSocket": "connect do_handshake read recv recv_into write sendall",
    "dns.resolver": "resolve query resolve_address zone_for_name",
    "dns.resolver.Resolver": "resolve query resolve_address",
    "dns.query": "udp tcp tls https udp_with_fallback",
    "whois": "whois",
    "websocket": "create_connection",
    "websocket.WebSocket": "connect recv send recv_data",
    "websockets.sync.client": "connect",
    "websockets.sync.client.ClientConnection": "recv send",
    "socketio.Client": "connect wait call",
    "zmq.Socket": "recv recv_json recv_string recv_multipart recv_pyobj",
    "serial.Serial": "read read_until readline write",
    "ntplib.NTPClient": "request",
    "ping3": "ping",
    "icmplib": "multiping ping resolve traceroute",
    "netmiko": "ConnectHandler",
    "netmiko.BaseConnection": (
        "disconnect enable find_prompt save_config send_command send_command_timing send_config_set"
    ),
}

_DIRECTORIES = {
    "ldap3": "Connection",  # binds when it is told to
    "ldap3.Connection": "bind rebind search add modify delete modify_dn compare start_tls unbind",
    "ldap.ldapobject.LDAPObject": (
        "simple_bind_s bind_s search_s search_st search_ext_s add_s modify_s delete_s unbind_s whoami_s "
        "start_tls_s"
    ),
}

NETWORK = Family("network", _MAIL, _SHELLS, _BROKERS, _SOCKETS, _DIRECTORIES, DEVICES)
