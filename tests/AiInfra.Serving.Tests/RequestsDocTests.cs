// <readme> docs/requests.md 1
using System.Collections.Concurrent;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Hosting;
using AiInfra.Serving.Runtimes;
// </readme>
using AiInfra.Readmes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Readmes;

/// <summary>The code of docs/requests.md, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class RequestsDocTests
{
    [Fact]
    public async Task Decorators_Example_Runs()
    {
        using var folder = new ReadmeFolder();
        string[] args = [];

        // <readme> docs/requests.md 1
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddServing("house-price", s => s
                .UseExactMatchCache()                                              // the first added is the outermost
                .Use(async (request, options, next, cancel) =>
                {
                    try
                    {
                        return await next.PredictAsync(request, options, cancel);
                    }
                    catch (InferenceException) when (options?.Version is null)     // the model failed: ask version 1
                    {
                        return await next.PredictAsync(request, (options ?? new PredictOptions()) with { Version = 1 }, cancel);
                    }
                }));
        using IHost host = builder.Build();
        await host.StartAsync();
        Deployment prices = host.Services.GetRequiredService<IDeployments>().Get("house-price");
        // </readme>
        Assert.Equal(DeploymentStatus.Unavailable, prices.Status);
        Assert.NotNull(prices.GetService(typeof(ExactMatchCache)));
        await host.StopAsync();
    }
}

// <readme> docs/requests.md 1
sealed class ExactMatchCache(IPredictor<ModelRequest, ModelResponse> inner) : DelegatingPredictor<ModelRequest, ModelResponse>(inner)
{
    private readonly ConcurrentDictionary<string, ModelResponse> _answers = new();

    public override async ValueTask<ModelResponse> PredictAsync(ModelRequest request, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_answers.TryGetValue(request.Fingerprint, out ModelResponse? kept) && kept.Version == request.Champion)
        {
            return kept;
        }

        return _answers[request.Fingerprint] = await base.PredictAsync(request, options, cancellationToken);
    }
}

static class ExactMatchCacheExtensions
{
    public static ServingBuilder UseExactMatchCache(this ServingBuilder serving) => serving.Use(next => new ExactMatchCache(next));
}
// </readme>
