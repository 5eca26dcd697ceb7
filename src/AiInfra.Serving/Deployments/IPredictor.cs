namespace AiInfra.Serving.Deployments;

/// <summary>Answers requests. A <see cref="Deployment"/> and its typed access are predictors; so is whatever stands before them, such as a retry, a cache or a budget.</summary>
/// <typeparam name="TIn">A request.</typeparam>
/// <typeparam name="TOut">Its answer.</typeparam>
/// <remarks>Implementations are thread-safe.</remarks>
public interface IPredictor<in TIn, TOut>
{
    /// <summary>The answer to one request.</summary>
    /// <param name="request">The request; it must not change before the answer is there.</param>
    /// <param name="options">What it says besides its inputs; null for nothing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<TOut> PredictAsync(TIn request, PredictOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Something this predictor, or one behind it, is or holds: an escape hatch for what this interface does not say.</summary>
    /// <param name="serviceType">What is asked for, for example <see cref="Deployment"/>.</param>
    /// <param name="serviceKey">Which of several; null for the one.</param>
    /// <returns>Null where there is none.</returns>
    object? GetService(Type serviceType, object? serviceKey = null);
}
