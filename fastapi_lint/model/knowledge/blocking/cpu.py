"""Computing that takes long by its nature: password hashes, pictures, tables, documents, archives, and models.

What is quick (``hashlib.sha256``, ``json.dumps``, ``Image.open``, which reads a header) is not here, nor what
is only long for long inputs (``zlib.compress``, ``gzip.compress``, ``ZipFile.writestr``, ``pickle.loads``).

Sources: the API references of bcrypt 5, passlib 1.7, argon2-cffi 25, pwdlib 0.3, cryptography 46, Pillow 12,
OpenCV 4, pandas 2.3, polars 1, NumPy 2, pypdf 6, pdfplumber 0.11, PyMuPDF 1.26, python-docx 1.2, openpyxl 3.1, imageio
2.37, tifffile 2026, pydicom 3, SimpleITK 2.5, nibabel 5, CairoSVG 2.8, pyvips 3, plotly 6, rio-tiler 8, rio-cogeo
6, reportlab 4, XlsxWriter 3, xlrd 2, nbconvert 7, nbclient 0.1x, papermill 2, rdflib 7, mammoth 1, rembg 2,
langchain-text-splitters 1, llama-index-core 0.14.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import Family, each
from fastapi_lint.model.knowledge.blocking.models import INFERENCE, LOADING

_PASSWORDS = {
    "bcrypt": "hashpw checkpw kdf",
    "passlib.context.CryptContext": "hash verify verify_and_update encrypt",
    "passlib.hash": "**.hash **.verify **.encrypt",
    "pwdlib.PasswordHash": "hash verify verify_and_update",
    "argon2.PasswordHasher": "hash verify",
    "argon2": "hash_password verify_password",
    "argon2.low_level": "hash_secret hash_secret_raw verify_secret",
    "hashlib": "pbkdf2_hmac scrypt",
    "werkzeug.security": "generate_password_hash check_password_hash",
    "flask_bcrypt": "generate_password_hash check_password_hash",
    "django.contrib.auth.hashers": "make_password check_password",
    "nacl.pwhash": "str verify",
    "cryptography.hazmat.primitives.asymmetric.rsa": "generate_private_key",
    **each(
        "pbkdf2.PBKDF2HMAC scrypt.Scrypt argon2.Argon2id",
        "derive verify",
        "cryptography.hazmat.primitives.kdf",
    ),
    "Crypto.PublicKey.RSA": "generate",
    "Crypto.Protocol.KDF": "PBKDF2 scrypt bcrypt",
}

_PICTURES = {
    "PIL.Image.Image": (
        "thumbnail save resize convert rotate filter transform quantize tobytes load reduce effect_spread"
    ),
    "PIL.ImageOps": "autocontrast contain cover equalize exif_transpose fit grayscale pad posterize scale",
    "cv2": (
        "imread imwrite imdecode imencode resize cvtColor warpAffine warpPerspective matchTemplate GaussianBlur "
        "medianBlur bilateralFilter fastNlMeansDenoising fastNlMeansDenoisingColored Canny dilate erode"
    ),
    "cv2.VideoCapture": "read grab",
    "skimage.io": "imread imsave",
    "imageio": "imread imwrite mimsave",
    "pytesseract": "image_to_string image_to_data image_to_boxes image_to_pdf_or_hocr image_to_osd",
    "easyocr": "Reader",
    "easyocr.Reader": "readtext",
    "face_recognition": "load_image_file face_encodings face_locations compare_faces",
    "matplotlib.pyplot": "savefig",
    "matplotlib.figure.Figure": "savefig",
    "moviepy.editor.VideoFileClip": "write_videofile",
    "pydub.AudioSegment": "from_file from_mp3 from_wav export",
    "librosa": "load resample",
    "soundfile": "read write",
    "pyttsx3.Engine": "runAndWait",
    "qrcode": "make",
    "rembg": "remove",
    **each("imageio.v2 imageio.v3", "imread imwrite"),
    "tifffile": "imread imwrite",
    "pydicom": "dcmread",
    "SimpleITK": "ReadImage WriteImage",
    "nibabel": "load save",
    "cairosvg": "svg2pdf svg2png svg2ps",
    "pyvips.Image": "new_from_file write_to_buffer write_to_file",
    "plotly.io": "to_image write_image",
    "plotly.graph_objects.Figure": "to_image write_html write_image",
    "rasterio.warp": "reproject",
    "rio_tiler.io.Reader": "feature info part point preview read statistics tile",
    "rio_cogeo.cogeo": "cog_info cog_translate cog_validate",
}

_TABLES = {
    "pandas": (
        "read_csv read_excel read_json read_parquet read_sql read_sql_query read_sql_table read_html read_xml "
        "read_pickle read_feather read_orc read_stata read_sas read_spss read_hdf read_fwf read_table"
    ),
    "pandas.DataFrame": "to_csv to_excel to_parquet to_sql to_pickle to_feather to_hdf to_stata to_orc",
    "polars": (
        "read_csv read_excel read_json read_ndjson read_parquet read_ipc read_avro read_database read_database_uri"
    ),
    "polars.DataFrame": "write_csv write_excel write_parquet write_json write_ndjson write_ipc write_database",
    "polars.LazyFrame": "collect sink_csv sink_parquet sink_ndjson",
    "geopandas": "read_file",
    "pyarrow.parquet": "read_table write_table",
    "pyarrow.parquet.ParquetFile": "read",
    "pyarrow.csv": "read_csv write_csv",
    "numpy": "load save savez savez_compressed loadtxt savetxt genfromtxt",
    "xarray": "open_dataset open_mfdataset",
}

_DOCUMENTS = {
    "openpyxl": "load_workbook",
    "openpyxl.Workbook": "save",
    "docx": "Document",
    "pptx": "Presentation",
    "pypdf": "PdfReader",
    "pypdf.PageObject": "extract_text",
    "pypdfium2": "PdfDocument",
    "pymupdf4llm": "to_markdown",
    "reportlab.pdfgen.canvas.Canvas": "save",
    "reportlab.platypus.SimpleDocTemplate": "build",
    "xlsxwriter.Workbook": "close",
    "xlrd": "open_workbook",
    "docx.document.Document": "save",
    "pptx.presentation.Presentation": "save",
    "nbconvert.exporters.Exporter": "from_filename from_notebook_node",
    "nbclient.NotebookClient": "execute",
    "papermill": "execute_notebook",
    "html2image.Html2Image": "screenshot",
    "md2pdf.core": "md2pdf",
    "newspaper.Article": "build nlp parse",
    "langchain_text_splitters": "**.create_documents **.split_documents **.split_text",
    "llama_index.core.node_parser": "**.get_nodes_from_documents **.split_text",
    "rdflib.Graph": "parse query serialize update",
    "rdflib.Dataset": "parse query serialize update",
    "PyPDF2": "PdfReader",
    "pdfplumber": "open",
    "fitz": "open",
    "pymupdf": "open",
    "pdfminer.high_level": "extract_text extract_text_to_fp extract_pages",
    "pdf2image": "convert_from_path convert_from_bytes",
    "pdfkit": "from_string from_file from_url",
    "weasyprint.HTML": "write_pdf",
    "xhtml2pdf.pisa": "CreatePDF",
    "docx2txt": "process",
    "mammoth": "convert_to_html convert_to_markdown extract_raw_text",
    "textract": "process",
    "docling.document_converter.DocumentConverter": "convert",
    "markitdown.MarkItDown": "convert",
    "unstructured.partition.auto": "partition",
    "camelot": "read_pdf",
    "tabula": "read_pdf",
}

_ARCHIVES = {
    "zipfile.ZipFile": "extract extractall testzip write",
    "tarfile": "open",
    "tarfile.TarFile": "add addfile extractall extract getmembers",
    **each("bz2 lzma", "compress decompress"),
    "py7zr.SevenZipFile": "extractall writeall",
    "rarfile.RarFile": "extractall",
    "patoolib": "extract_archive",
}

CPU = Family("cpu", _PASSWORDS, _PICTURES, _TABLES, _DOCUMENTS, _ARCHIVES, LOADING, INFERENCE)
