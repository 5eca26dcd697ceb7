namespace AiInfra.Metrics.Forecasting;

/// <summary>Forecasts: trains on the request's history and answers one number a step of the horizon.</summary>
/// <param name="request">What is asked.</param>
/// <param name="cancellationToken">Stops the work.</param>
public delegate ValueTask<IReadOnlyList<double>> Forecaster(ForecastRequest request, CancellationToken cancellationToken);
