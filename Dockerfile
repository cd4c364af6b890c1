# The page on a processor, without a GPU: docker build -t documentary-qa . && docker run -p 7860:7860 documentary-qa
FROM python:3.11-slim

RUN useradd --create-home --uid 1000 viewer
WORKDIR /opt/documentary-qa
COPY pyproject.toml README.md LICENSE app.py ./
COPY corpus corpus
COPY index index
COPY qa qa
RUN pip install --no-cache-dir "torch>=2.4,<=2.13.0" --index-url https://download.pytorch.org/whl/cpu \
    && pip install --no-cache-dir . \
    && rm -rf /opt/documentary-qa/*

USER viewer
WORKDIR /home/viewer
# The sentence model and the reader come with the packages; the index is built here, so that it starts without network.
ENV DOCUMENTARY_QA_HOST=0.0.0.0 DOCUMENTARY_QA_PORT=7860 HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1
RUN documentary-qa ask "When was PyTorch released?"

EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/api/health', timeout=4)"]
CMD ["documentary-qa", "serve"]
