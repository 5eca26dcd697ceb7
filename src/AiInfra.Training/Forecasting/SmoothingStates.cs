namespace AiInfra.Training.Forecasting;

/// <summary>Where a smoothed series stands: its season begins with the next step.</summary>
internal sealed record SmoothingStates(double Level, double Trend, double[] Season);
