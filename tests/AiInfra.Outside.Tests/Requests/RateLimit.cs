using AiInfra.Serving.Deployments;
using AiInfra.Serving.Hosting;

namespace AiInfra.Outside.Tests.Requests;

/// <summary>At most so many requests of one key in a time; the others are refused.</summary>
public sealed class RateLimit(IPredictor<ModelRequest, ModelResponse> inner, int most, TimeSpan per, TimeProvider time) : DelegatingPredictor<ModelRequest, ModelResponse>(inner)
{
    private readonly Dictionary<string, (DateTimeOffset From, int Count)> _seen = [];

    public override ValueTask<ModelResponse> PredictAsync(ModelRequest request, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        string key = options?.Key ?? "";
        lock (_seen)
        {
            DateTimeOffset now = time.GetUtcNow();
            (DateTimeOffset from, int count) = _seen.GetValueOrDefault(key);
            (from, count) = now - from >= per ? (now, 0) : (from, count);
            _seen[key] = (from, count + 1);
            if (count >= most)
            {
                throw new TooManyRequestsException($"'{key}' asked '{request.Deployment}' more than {most} times in {per}. Try again later.");
            }
        }

        return base.PredictAsync(request, options, cancellationToken);
    }
}

/// <summary>Adds it.</summary>
public static class RateLimitExtensions
{
    public static ServingBuilder UseRateLimit(this ServingBuilder serving, int most, TimeSpan per) =>
        serving.Use((next, services) => new RateLimit(next, most, per, (TimeProvider?)services.GetService(typeof(TimeProvider)) ?? TimeProvider.System));
}
