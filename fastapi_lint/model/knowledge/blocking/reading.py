"""What reads the public web: markets, searches, pages, videos, maps, media servers, and speech and text services.

Sources: the source of yfinance 1, ccxt 4, akshare 1, youtube-transcript-api 1, arxiv 2, exa-py 2, firecrawl-py 4,
serpapi 1, linkup-sdk 0.x, apify-client 2, googlemaps 4, praw 7, plexapi 4, qbittorrent-api 2025, cloudscraper 1.2,
edge-tts 7, SpeechRecognition 3, SPARQLWrapper 2, python-binance 1, alpaca-py 0.4x.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import each

_READ = (
    "actions balance_sheet calendar capital_gains cashflow dividends earnings_dates fast_info financials income_stmt "
    "info insider_transactions institutional_holders isin major_holders mutualfund_holders news options "
    "quarterly_balance_sheet quarterly_cashflow quarterly_financials quarterly_income_stmt recommendations "
    "recommendations_summary splits sustainability upgrades_downgrades"
)
_EXCHANGE = (
    "load_markets fetch_balance fetch_closed_orders fetch_currencies fetch_markets fetch_my_trades fetch_ohlcv "
    "fetch_open_orders fetch_order fetch_order_book fetch_orders fetch_positions fetch_status fetch_ticker "
    "fetch_tickers fetch_time fetch_trades create_order create_limit_buy_order create_limit_sell_order "
    "create_market_buy_order create_market_sell_order cancel_order cancel_all_orders set_leverage"
)
EXCHANGES = (
    "binance binanceusdm bitfinex bitget bitstamp bybit coinbase coinbaseexchange cryptocom gate gemini "
    "htx hyperliquid kraken krakenfutures kucoin kucoinfutures mexc okx phemex"
)
"""Some of ccxt's classes, which are written small; those of its coroutines stand below another module."""

READING = {
    "yfinance": "download",
    "yfinance.Ticker": (
        "history get_info get_news get_calendar get_dividends get_splits get_financials get_income_stmt "
        "get_balance_sheet get_cashflow get_earnings_dates get_recommendations get_major_holders "
        "get_institutional_holders option_chain " + " ".join(f"{name}.__get__" for name in _READ.split())
    ),
    "yfinance.Tickers": "download history news",
    "yfinance.Search": "search",
    "ccxt.Exchange": _EXCHANGE,
    "akshare": "*",
    # classmethods until 1.2
    "youtube_transcript_api.YouTubeTranscriptApi": "fetch list get_transcript get_transcripts list_transcripts",
    "arxiv.Listing": "__iter__",
    "exa_py.Exa": "answer find_similar find_similar_and_contents get_contents search search_and_contents",
    **each(
        "Firecrawl FirecrawlApp",
        "agent batch_scrape batch_scrape_urls crawl crawl_url extract map map_url scrape scrape_url search",
        "firecrawl",
    ),
    "serpapi.GoogleSearch": "get_dict get_json get_html get_raw_json get_results",
    "serpapi": "search",
    "linkup.LinkupClient": "fetch search",
    "googlemaps.Client": (
        "directions distance_matrix elevation find_place geocode geolocate nearest_roads place places "
        "places_autocomplete places_nearby reverse_geocode snap_to_roads timezone"
    ),
    "plexapi.server": "PlexServer",  # asks the server who it is
    "plexapi.server.PlexServer": "clients fetchItem fetchItems playlists search sessions systemAccounts",
    "qbittorrentapi.Client": "* !auth_log_out",
    "cloudscraper": "get_tokens get_cookie_string",
    "edge_tts.Communicate": "save_sync stream_sync",
    "speech_recognition.Recognizer": (
        "adjust_for_ambient_noise listen record recognize_amazon recognize_azure "
        "recognize_faster_whisper recognize_google recognize_google_cloud recognize_openai recognize_sphinx "
        "recognize_whisper recognize_wit"
    ),
    "SPARQLWrapper.SPARQLWrapper": "query queryAndConvert",
    "binance.client.Client": (
        "create_order get_account get_all_tickers get_asset_balance get_exchange_info get_historical_klines get_klines "
        "get_open_orders get_order get_order_book get_symbol_info get_symbol_ticker get_ticker futures_account "
        "futures_create_order futures_klines order_limit_buy order_limit_sell order_market_buy order_market_sell"
    ),
    "alpaca.trading.client.TradingClient": (
        "cancel_order_by_id cancel_orders close_all_positions close_position get_account get_all_assets "
        "get_all_positions get_asset get_clock get_open_position get_order_by_id get_orders submit_order"
    ),
}
"""HTTP."""
