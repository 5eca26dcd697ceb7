namespace AiInfra.Serving.Deployments;

/// <summary>A predictor that stands before another one and passes everything on. Derive from it and override what should be otherwise.</summary>
/// <typeparam name="TIn">A request.</typeparam>
/// <typeparam name="TOut">Its answer.</typeparam>
/// <remarks>
/// One before a deployment (<see cref="Hosting.ServingBuilder.Use(Func{IPredictor{ModelRequest, ModelResponse}, IPredictor{ModelRequest, ModelResponse}})"/>) is a <c>DelegatingPredictor&lt;ModelRequest, ModelResponse&gt;</c>.
/// The deployment owns those that were made for it and disposes them where they are disposable; it does not own what they use.
/// </remarks>
public abstract class DelegatingPredictor<TIn, TOut> : IPredictor<TIn, TOut>
{
    /// <summary>Stands before a predictor.</summary>
    protected DelegatingPredictor(IPredictor<TIn, TOut> inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <summary>The next one.</summary>
    protected IPredictor<TIn, TOut> Inner { get; }

    /// <inheritdoc />
    public virtual ValueTask<TOut> PredictAsync(TIn request, PredictOptions? options = null, CancellationToken cancellationToken = default) => Inner.PredictAsync(request, options, cancellationToken);

    /// <inheritdoc />
    public virtual object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : Inner.GetService(serviceType, serviceKey);
    }
}
