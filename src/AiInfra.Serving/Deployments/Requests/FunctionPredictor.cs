namespace AiInfra.Serving.Deployments.Requests;

/// <summary>A decorator that is one function.</summary>
internal sealed class FunctionPredictor(IPredictor<ModelRequest, ModelResponse> inner, Func<ModelRequest, PredictOptions?, IPredictor<ModelRequest, ModelResponse>, CancellationToken, ValueTask<ModelResponse>> handle)
    : DelegatingPredictor<ModelRequest, ModelResponse>(inner)
{
    public override ValueTask<ModelResponse> PredictAsync(ModelRequest request, PredictOptions? options = null, CancellationToken cancellationToken = default) => handle(request, options, Inner, cancellationToken);
}
