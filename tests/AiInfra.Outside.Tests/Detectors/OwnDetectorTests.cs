// <readme> docs/detectors.md 1
using AiInfra.Core.Signals;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Monitoring;
// </readme>
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Outside.Tests.Support;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Outside.Tests.Detectors;

/// <summary>A detector as somebody else writes it: block 1 of docs/detectors.md.</summary>
public sealed class OwnDetectorTests
{
    [Fact]
    public async Task Page_ADetectorOfYourOwn_IsAsked()
    {
        // <readme> docs/detectors.md 1
        var options = new MonitorOptions { Inline = true, Detectors = { () => new SlowAnswers(TimeSpan.FromMilliseconds(50)) } };
        await using var monitor = new ModelMonitor("price-up", options);
        Console.WriteLine(monitor.Status.DetectorAlarms.Count);
        // </readme>
        for (int i = 0; i < 200; i++)
        {
            monitor.OnSignal(Signals.Prediction(i, milliseconds: 90) with { Deployment = "price-up" });
        }

        Assert.Equal(["slow"], monitor.Status.DetectorAlarms);
    }

    [Fact]
    public async Task Detector_InAHost_RaisesAndClearsItsAlarmInTheStore()
    {
        using var folder = new TemporaryFolder();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton(new Limit(TimeSpan.FromMilliseconds(5)));
        builder.Services.AddAiInfra(ai => ai.StoreIn(folder)).AddMonitoring("d", m => m.Detector(services => new SlowAnswers(services.GetRequiredService<Limit>().Latency)));
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        SignalHub hub = host.Services.GetRequiredService<SignalHub>();
        for (int i = 0; i < 700; i++)
        {
            hub.Publish(Signals.Prediction(i, milliseconds: i is >= 100 and < 300 ? 9 : 1));
        }

        await host.StopAsync(TestContext.Current.CancellationToken);
        IReadOnlyList<CatalogEvent> alarms = await host.Services.GetRequiredService<ICatalog>().Events.ListAsync(new EventQuery { Kind = EventKinds.Alarm }, TestContext.Current.CancellationToken);
        Assert.Equal(["Cleared", "Raised"], alarms.Select(a => a.Read<AlarmChanged>().State));
        Assert.StartsWith("slow raised: 100 of 100 answers took longer than 5 ms", alarms[1].Message, StringComparison.Ordinal);
    }

    private sealed record Limit(TimeSpan Latency);

    // <readme> docs/detectors.md 1
    /// <summary>More than one answer in twenty is slower than a limit.</summary>
    sealed class SlowAnswers(TimeSpan limit, int window = 100) : IDetector
    {
        private int _seen;
        private int _slow;

        public string Name => "slow";

        public DetectorFinding? OnSignal(Signal signal)
        {
            _slow += signal.Latency > limit ? 1 : 0;
            if (++_seen < window)
            {
                return null;                                   // no judgement now
            }

            var finding = new DetectorFinding(_slow * 20 > _seen, $"{_slow} of {_seen} answers took longer than {limit.TotalMilliseconds} ms.");
            (_seen, _slow) = (0, 0);
            return finding;                                    // a judgement, good or bad
        }

        public void OnVersionChanged(int version) => (_seen, _slow) = (0, 0);
    }
    // </readme>
}
