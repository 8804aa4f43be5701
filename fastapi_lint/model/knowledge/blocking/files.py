"""Files: opening, reading, writing, copying; and, as a family of their own, questions about a single entry.

The steps after the one that opens (``read`` of an open file) are not here. Source: the standard library's
documentation, and the catalogues of ruff and flake8-async (ASYNC2xx), SonarPython and blockbuster.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import Family, each
from fastapi_lint.model.knowledge.blocking.stores import FILE_SYSTEMS

FILE = Family(
    "file",
    each("builtins codecs bz2 gzip lzma dbm shelve tokenize wave", "open"),
    {
        "pathlib.Path": (
            "open read_text read_bytes write_text write_bytes unlink iterdir glob rglob walk copy "
            "copy_into move move_into"  # the last four since Python 3.14
        ),
        "importlib.metadata": "entry_points packages_distributions",  # of every distribution
        "pkgutil": "get_data",
        "importlib.resources": "read_text read_binary open_text open_binary",
        "importlib.resources.abc.Traversable": "open read_text read_bytes iterdir",
        "os": "open listdir scandir walk remove unlink truncate fsync fdatasync sendfile removedirs",
        "glob": "glob",
        "shutil": "copy copy2 copyfile copyfileobj copytree move rmtree make_archive unpack_archive",
        "filecmp": "cmp cmpfiles",
        "fileinput": "input",
        "linecache": "getline getlines",
        "mmap": "mmap",
        "pygit2": "Repository init_repository",
        "tempfile": "NamedTemporaryFile TemporaryFile",
        "configparser.ConfigParser": "read",
        "configparser.RawConfigParser": "read",
        "logging.config": "fileConfig",
        "netrc": "netrc",
        "traitlets.config.Application": "load_config_file",
        "jupyterhub.app": "JupyterHub",  # asks for the entry points of every distribution
        "jupyterhub.app.JupyterHub": "initialize load_config_file",
        "composio": "ComposioToolSet",  # reads who is signed in
        "autogen_ext.agents.web_surfer": "MultimodalWebSurfer PlaywrightController",  # read a script for pages
        "kubernetes.config": "load_kube_config load_incluster_config load_config",
        "dotenv": "load_dotenv dotenv_values set_key",
        "filetype": "guess guess_mime guess_extension",
        "magic": "from_file",
        **each("xml.etree.ElementTree xml.dom.minidom lxml.etree lxml.html defusedxml.ElementTree", "parse"),
        "zipfile": "ZipFile",
        "pandas": "ExcelFile HDFStore",
        "numpy": "fromfile memmap",
        "toml": "load",
        "frontmatter": "load",
        "nbformat": "read write",
        "geoip2.database": "Reader",
        "shapefile": "Reader Writer",
        "netCDF4": "Dataset",
        "omegaconf.OmegaConf": "load save",
        "tomlkit.toml_file.TOMLFile": "read write",
    },
    FILE_SYSTEMS,
)

METADATA = Family(
    "metadata",
    {
        "pathlib.Path": (
            "exists is_file is_dir is_symlink is_mount is_junction is_socket is_fifo is_block_device "
            "is_char_device stat lstat owner group samefile readlink resolve mkdir rmdir rename replace touch "
            "chmod lchmod symlink_to hardlink_to"
        ),
        "os.path": (
            "exists lexists isfile isdir islink ismount isjunction getsize getmtime getatime getctime samefile "
            "realpath"
        ),
        "os": (
            "stat lstat statvfs access mkdir makedirs rmdir rename renames replace link symlink readlink chmod "
            "chown utime"
        ),
        "shutil": "which disk_usage chown copymode copystat",
        "tempfile": "mkdtemp mkstemp TemporaryDirectory",
        "jinja2.Environment": "get_template select_template",
        "starlette.templating.Jinja2Templates": "TemplateResponse get_template",
        "mako.lookup.TemplateLookup": "get_template",
        "traceback": (
            "extract_stack extract_tb format_exc format_exception format_stack format_tb print_exc print_exception "
            "print_stack print_tb"
        ),
        "inspect": "getsource getsourcelines",
        "importlib.metadata": "distribution files metadata requires version",
        "psutil": "disk_partitions disk_usage",
    },
)
"""What asks about or changes one entry of a directory. Most days that is answered from memory. Jinja and Mako read a
template once and keep it; each call after that asks whether the file has changed (``auto_reload``,
``filesystem_checks``). So does a traceback with the sources of its frames. The version of a distribution is a small
file that is read for it. What psutil and the default registry of
Prometheus read in ``/proc`` comes from the kernel and from no disk: not here."""

SUBPROCESS = Family(
    "subprocess",
    {
        "subprocess": "run call check_call check_output getoutput getstatusoutput",
        "subprocess.Popen": "wait communicate __enter__",  # the end of the block waits for the process
        **each("subprocess.Popen.stdout subprocess.Popen.stderr", "read readline readlines __iter__"),
        "os": (
            "system popen wait wait3 wait4 waitid waitpid posix_spawn posix_spawnp spawnl spawnle "
            "spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe"
        ),
        "pty": "spawn",
        "pexpect": "run",
        "pexpect.spawn": "expect expect_exact wait interact send sendline",
        "invoke": "run",
        "ffmpeg": "run probe",
        "ffmpeg.Stream": "run",
        "git.Repo": (
            "archive blame clone clone_from commit create_head create_tag delete_head git.* index.add index.commit "
            "index.diff index.remove index.reset init is_ancestor is_dirty iter_commits merge_base "
            "remotes.origin.fetch remotes.origin.pull remotes.origin.push rev_parse"
        ),
        "platform": "architecture",  # asks `file`, each time
        "git.remote.Remote": "fetch pull push update",
        "git.Git": "*",
        "nmap.PortScanner": "scan",
        "ansible_runner": "run run_command",
        "builtins": "input",
        "getpass": "getpass",
    },
)

UPLOAD = Family(
    "upload",
    {"fastapi.UploadFile.file": "read readline readlines write writelines"},
)
"""``seek``, ``truncate`` and ``close`` are over at once, whether the file is in memory or on a disk."""
