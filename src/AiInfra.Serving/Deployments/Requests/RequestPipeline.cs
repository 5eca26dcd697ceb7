namespace AiInfra.Serving.Deployments.Requests;

/// <summary>The decorators of a deployment, in order, and the version behind them.</summary>
internal sealed class RequestPipeline : IAsyncDisposable
{
    private readonly List<IPredictor<ModelRequest, ModelResponse>> _made = [];
    private readonly IPredictor<ModelRequest, ModelResponse> _first;

    /// <param name="deployment">The deployment; its name, model and itself for whoever asks for it.</param>
    /// <param name="router">Its router.</param>
    /// <param name="decorators">What stands before it; the first of them sees a request first.</param>
    /// <param name="services">The host's services.</param>
    /// <exception cref="InvalidOperationException">A decorator is null, or could not be made.</exception>
    public RequestPipeline(Deployment deployment, RequestRouter router, IEnumerable<Func<IPredictor<ModelRequest, ModelResponse>, IServiceProvider, IPredictor<ModelRequest, ModelResponse>>> decorators, IServiceProvider? services)
    {
        Deployment = deployment.Name;
        Model = deployment.Model;
        Router = router;
        _first = new PipelineEnd(deployment);
        foreach (Func<IPredictor<ModelRequest, ModelResponse>, IServiceProvider, IPredictor<ModelRequest, ModelResponse>> decorate in decorators.Reverse())
        {
            _first = Make(decorate, services ?? NoServices.Instance) ?? throw new InvalidOperationException($"A decorator of deployment '{Deployment}' is null. Give back the predictor that stands before the one you were given, or that one itself.");
            _made.Insert(0, _first);
        }
    }

    public string Deployment { get; }

    public string Model { get; }

    public RequestRouter Router { get; }

    public object? GetService(Type type, object? key) => _first.GetService(type, key);

    /// <summary>Through all of them.</summary>
    /// <exception cref="InvalidOperationException">A decorator gave an answer to another kind of request.</exception>
    public async ValueTask<TResult> SendAsync<TResult>(ModelRequest request, PredictOptions? options, CancellationToken cancellationToken)
    {
        ModelResponse response = await _first.PredictAsync(request, options, cancellationToken).ConfigureAwait(false);
        return response is ModelResponse<TResult> { Result: var result } && (result is not System.Collections.ICollection several || several.Count == request.Count)
            ? result
            : throw new InvalidOperationException($"A decorator of deployment '{Deployment}' answered a request of kind {request.Kind} with {request.Count} rows by {(response is null ? "null" : "an answer to another request")}. Give back what the next predictor gave for a request of the same {nameof(ModelRequest.Fingerprint)}, or what {nameof(ModelRequest)}.{nameof(ModelRequest.Answer)} makes.");
    }

    private IPredictor<ModelRequest, ModelResponse>? Make(Func<IPredictor<ModelRequest, ModelResponse>, IServiceProvider, IPredictor<ModelRequest, ModelResponse>> decorate, IServiceProvider services)
    {
        try
        {
            return decorate(_first, services);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"A decorator of deployment '{Deployment}' could not be made: {e.GetType().Name}: {e.Message}", e);
        }
    }

    /// <summary>The outermost first. One that fails must not keep the others.</summary>
    public async ValueTask DisposeAsync()
    {
        Exception? failure = null;
        foreach (IPredictor<ModelRequest, ModelResponse> decorator in _made.Distinct())
        {
            try
            {
                if (decorator is IAsyncDisposable later)
                {
                    await later.DisposeAsync().ConfigureAwait(false);
                }
                else
                {
                    (decorator as IDisposable)?.Dispose();
                }
            }
            catch (Exception e)
            {
                failure ??= e;
            }
        }

        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private sealed class PipelineEnd(Deployment deployment) : IPredictor<ModelRequest, ModelResponse>
    {
        public ValueTask<ModelResponse> PredictAsync(ModelRequest request, PredictOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(request);
            return request.SendAsync(options, cancellationToken);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(deployment) ? deployment : null;
    }

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
