"""Models: to load one reads gigabytes, and to ask one takes a processor for as long as the answer needs.

Sources: the API references of scikit-learn 1.7, joblib 1.5, PyTorch 2, transformers 4, sentence-transformers 5, spaCy
3, fastembed 0.7, datasets 4, umap-learn 0.5; the source of FlagEmbedding 1, KeyBERT 0.9, fasttext 0.9, mlflow 3.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import each

LOADING = {
    "pickle": "load",
    "dill": "load",
    "cloudpickle": "load",
    "joblib": "load dump",
    "torch": "load save",
    "torch.hub": "load load_state_dict_from_url",
    "safetensors.torch": "load_file save_file",
    "transformers": "pipeline **.from_pretrained",
    "diffusers": "**.from_pretrained",
    "sentence_transformers": "SentenceTransformer CrossEncoder",
    "spacy": "load",
    "whisper": "load_model",
    "faster_whisper": "WhisperModel",
    "faiss": "read_index write_index",
    "tensorflow.keras.models": "load_model",
    "keras.models": "load_model",
    "onnxruntime": "InferenceSession",
    "llama_cpp": "Llama",
    "gensim.models": "**.load",
    "fastembed": "ImageEmbedding SparseTextEmbedding TextEmbedding",
    "datasets": "load_dataset load_from_disk",
    "open_clip": "create_model create_model_and_transforms",
    "paddleocr": "PaddleOCR",
    "timm": "create_model",
    "skops.io": "load",
    "fasttext": "load_model",
    "FlagEmbedding": "BGEM3FlagModel FlagModel FlagReranker",
    "keybert": "KeyBERT",
}
"""Reading a model."""

INFERENCE = {
    "transformers.Pipeline": "__call__",
    "transformers": "**.generate",
    **each(
        "AutoModel AutoModelForCausalLM AutoModelForImageClassification AutoModelForQuestionAnswering "
        "AutoModelForSeq2SeqLM AutoModelForSequenceClassification AutoModelForTokenClassification "
        "BertForSequenceClassification BertModel CLIPModel",
        "__call__",
        "transformers",
    ),
    **each(
        "AutoPipelineForImage2Image AutoPipelineForText2Image DiffusionPipeline FluxPipeline "
        "StableDiffusionImg2ImgPipeline StableDiffusionPipeline StableDiffusionXLPipeline",
        "__call__",
        "diffusers",
    ),
    "faiss.Index": "search add train",
    "sentence_transformers.SentenceTransformer": "encode encode_query encode_document",
    "sentence_transformers.CrossEncoder": "predict rank",
    "spacy.Language": "__call__",
    "whisper": "transcribe",
    "whisper.Whisper": "transcribe",
    "faster_whisper.WhisperModel": "transcribe",
    "keras.Model": "predict fit evaluate",
    "onnxruntime.InferenceSession": "run",
    "llama_cpp.Llama": "__call__ create_completion create_chat_completion create_embedding",
    **each(
        "sklearn xgboost lightgbm catboost",
        "**.fit **.predict **.predict_proba **.fit_transform **.fit_predict **.transform",
    ),
    "ultralytics.YOLO": "__call__ predict train",
    "fastembed.TextEmbedding": "query_embed",
    "paddleocr.PaddleOCR": "ocr predict",
    "umap.UMAP": "fit fit_transform transform",
    "fastembed.Embeddings": "__iter__",
    **each("BGEM3FlagModel FlagModel", "encode encode_corpus encode_queries", "FlagEmbedding"),
    "FlagEmbedding.FlagReranker": "compute_score",
    "keybert.KeyBERT": "extract_embeddings extract_keywords",
    "fasttext.FastText._FastText": "predict",
    "mlflow.pyfunc.PyFuncModel": "predict",
    **each("torch.jit.ScriptModule torch.nn.Module", "__call__ forward"),
    "vllm.LLM": "chat embed encode generate",
    "prophet.Prophet": "fit predict",
}
"""Asking it."""
