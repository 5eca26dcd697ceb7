namespace AiInfra.Metrics.Forecasting;

/// <summary>What a forecaster is asked for. It holds a copy of the past and nothing of the future.</summary>
/// <param name="Series">Name of the series.</param>
/// <param name="History">The past to train on, in the order of time.</param>
/// <param name="Horizon">Steps to forecast.</param>
/// <param name="Gap">Steps between the history and the first one to forecast.</param>
/// <param name="Origin">The step of the series at which the history ends, to look up what is known in advance, such as the calendar.</param>
public sealed record ForecastRequest(string Series, IReadOnlyList<double> History, int Horizon, int Gap, int Origin)
{
    /// <inheritdoc />
    public override string ToString() => $"ForecastRequest {{ Series = {Series}, History = {Shown.List(History)}, Horizon = {Horizon}, Gap = {Gap}, Origin = {Origin} }}";
}
