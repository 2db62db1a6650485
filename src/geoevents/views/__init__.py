"""Views: events as map, card, timeline and table. Values in, folium, altair or escaped HTML out; no streamlit here."""
