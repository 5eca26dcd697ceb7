using System.Collections.Concurrent;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Hosting;

namespace AiInfra.Serving.Tests.Requests;

/// <summary>A decorator as a host would write it, by the public API alone: the same question is answered once for each champion.</summary>
internal sealed class ExactMatchCache(IPredictor<ModelRequest, ModelResponse> inner) : DelegatingPredictor<ModelRequest, ModelResponse>(inner)
{
    private readonly ConcurrentDictionary<string, ModelResponse> _answers = new();

    public int Hits { get; private set; }

    public override async ValueTask<ModelResponse> PredictAsync(ModelRequest request, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_answers.TryGetValue(request.Fingerprint, out ModelResponse? kept) && kept.Version == request.Champion)
        {
            Hits++;
            return kept;
        }

        ModelResponse response = await base.PredictAsync(request, options, cancellationToken).ConfigureAwait(false);
        _answers[request.Fingerprint] = response;
        return response;
    }
}

internal static class ExactMatchCacheExtensions
{
    public static ServingBuilder UseExactMatchCache(this ServingBuilder serving) => serving.Use(next => new ExactMatchCache(next));
}
