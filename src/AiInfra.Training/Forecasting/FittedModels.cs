using System.Collections.Concurrent;
using AiInfra.Metrics.Forecasting;

namespace AiInfra.Training.Forecasting;

/// <summary>The newest model of each series, kept until it is to be fitted anew.</summary>
internal sealed class FittedModels<TModel>
{
    private readonly ConcurrentDictionary<(string Series, int Horizon, int Gap), (int Origin, TModel Model)> _kept = new();

    /// <summary>The model of an earlier origin that is no more than <paramref name="refitEvery"/> steps away, or a new one. One of a later origin is never taken: it has seen what is to be forecast.</summary>
    public async Task<TModel> ForAsync(ForecastRequest request, int refitEvery, Func<Task<TModel>> fit)
    {
        (string, int, int) key = (request.Series, request.Horizon, request.Gap);
        if (_kept.TryGetValue(key, out (int Origin, TModel Model) kept) && request.Origin >= kept.Origin && request.Origin - kept.Origin < refitEvery)
        {
            return kept.Model;
        }

        TModel model = await fit().ConfigureAwait(false);
        if (refitEvery > 0)
        {
            _kept[key] = (request.Origin, model);
        }

        return model;
    }
}
