using System.Diagnostics.Metrics;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;
using AiInfra.Serving.Tests.Support;
using AiInfra.Support.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>A challenger that fails at every copy.</summary>
public sealed class BrokenShadowTests : IAsyncDisposable
{
    private readonly TestStore _store = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines<Deployment> _log = new();
    private readonly ServingTelemetry _telemetry = new();
    private readonly GatedModel _model = new();
    private Deployment? _deployment;

    public async ValueTask DisposeAsync()
    {
        await (_deployment?.DisposeAsync() ?? default);
        _telemetry.Dispose();
        _model.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task PredictAsync_ShadowFailsEachTime_IsLoggedOnceAMinuteWithTheCount()
    {
        Deployment d = await TrialAsync();
        await PredictAsync(d, 100);
        Assert.Contains("; 1 failed", Assert.Single(_log.Warnings), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(59));
        await PredictAsync(d, 10);
        Assert.Single(_log.Warnings);
        _time.Advance(TimeSpan.FromSeconds(1));
        await PredictAsync(d, 10);
        Assert.Equal(2, _log.Warnings.Count);
        Assert.Contains("; 110 failed", _log.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task PredictAsync_TheNextShadowFailsToo_IsLoggedAtOnce()
    {
        Deployment d = await TrialAsync();
        await PredictAsync(d, 5);
        await d.WithdrawChallengerAsync("a", "r");
        await d.ChallengeAsync(3, "a", "r", 0);
        await PredictAsync(d, 5);
        Assert.Equal(["version 2", "version 3"], _log.Warnings.Select(w => w[11..20]));
    }

    [Fact]
    public async Task PredictAsync_ShadowFailsEachTime_IsCountedEachTime()
    {
        long counted = 0;
        using var listener = new MeterListener { InstrumentPublished = (i, l) => Listen(i, l) };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted += tags.ToArray().Contains(new("error.type", typeof(InferenceException).FullName)) ? value : 0);
        listener.Start();
        Deployment d = await TrialAsync();
        await PredictAsync(d, 100);
        Assert.Equal((100L, 100L), (counted, d.View().ShadowsFailed));
    }

    private static async Task PredictAsync(Deployment deployment, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await deployment.PredictAsync(TestRows.X(i));
        }

        await deployment.FlushShadowsAsync();
    }

    private void Listen(Instrument instrument, MeterListener listener)
    {
        // Meters of neighbouring tests have the same name.
        if (instrument == _telemetry.ShadowsFailed)
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private async Task<Deployment> TrialAsync()
    {
        var options = new DeploymentOptions
        {
            WarmUp = false,
            OwnRuntime = new DelegateRuntime((v, _, _) => Task.FromResult<IModel>(v.Version == 1 ? _model.Model : new DelegateModel(_model.Model.Signature, _ => throw new InferenceException("broken")))),
        };
        for (int i = 0; i < 3; i++)
        {
            await _store.RegisterAsync("m", TestModels.Scale(1));
        }

        _deployment = new Deployment("m", _store.Catalog, _store.Artifacts, options, _store.Signals, _time, _telemetry, _log);
        await _deployment.PromoteAsync(1, "a", "r");
        await _deployment.ChallengeAsync(2, "a", "r", 0);
        return _deployment;
    }
}
