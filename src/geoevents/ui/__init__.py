"""The Streamlit app: panels that show values, and the data route that the map asks."""
