using System.Collections.Concurrent;
using AiInfra.Serving.Deployments;

namespace AiInfra.Serving.Tests.Requests;

/// <summary>Writes down what passes, and that it was disposed.</summary>
internal sealed class Recorder(IPredictor<ModelRequest, ModelResponse> inner, string name, ConcurrentQueue<string> log) : DelegatingPredictor<ModelRequest, ModelResponse>(inner), IAsyncDisposable
{
    public override async ValueTask<ModelResponse> PredictAsync(ModelRequest request, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        log.Enqueue($"{name} > {request.Kind} {request.Count}");
        try
        {
            ModelResponse response = await base.PredictAsync(request, options, cancellationToken);
            log.Enqueue($"{name} < v{response.Version}");
            return response;
        }
        catch (Exception e)
        {
            log.Enqueue($"{name} ! {e.GetType().Name}");
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        log.Enqueue($"{name} disposed");
        return default;
    }
}
