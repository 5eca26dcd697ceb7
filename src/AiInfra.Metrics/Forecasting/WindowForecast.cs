namespace AiInfra.Metrics.Forecasting;

/// <summary>What was forecast for one window of one series, and what came.</summary>
/// <param name="Series">Name of the series.</param>
/// <param name="Window">The cut.</param>
/// <param name="History">What was trained on.</param>
/// <param name="Truth">What came, one value a step of the horizon.</param>
/// <param name="Forecast">What was forecast.</param>
public sealed record WindowForecast(string Series, BacktestWindow Window, ReadOnlyMemory<double> History, ReadOnlyMemory<double> Truth, ReadOnlyMemory<double> Forecast);
