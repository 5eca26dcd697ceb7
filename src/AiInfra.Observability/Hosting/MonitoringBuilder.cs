using AiInfra.Core.Hosting;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Predictions;
using AiInfra.Observability.Quality;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Observability.Hosting;

/// <summary>Says how a deployment is watched. Drift and quality are watched unless switched off; the prediction log is kept when asked for.</summary>
public sealed class MonitoringBuilder
{
    internal MonitoringBuilder(IServiceCollection services, string name)
    {
        Services = services;
        Name = name;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Name of the deployment to watch.</summary>
    public string Name { get; }

    /// <summary>Watches inputs against the training data.</summary>
    public MonitoringBuilder Drift(Action<DriftOptions>? configure = null) => Configure(o =>
    {
        o.Drift ??= new();
        configure?.Invoke(o.Drift);
    });

    /// <summary>Watches answers against labels that come later.</summary>
    public MonitoringBuilder Quality(Action<QualityOptions>? configure = null) => Configure(o =>
    {
        o.Quality ??= new();
        configure?.Invoke(o.Quality);
    });

    /// <summary>Does not watch inputs.</summary>
    public MonitoringBuilder WithoutDrift() => Configure(o => o.Drift = null);

    /// <summary>Does not watch answers.</summary>
    public MonitoringBuilder WithoutQuality() => Configure(o => o.Quality = null);

    /// <summary>Sets hysteresis and cool-down of the alarms.</summary>
    public MonitoringBuilder Alarms(Action<AlarmOptions>? drift = null, Action<AlarmOptions>? quality = null, Action<AlarmOptions>? detectors = null) => Configure(o =>
    {
        drift?.Invoke(o.DriftAlarm);
        quality?.Invoke(o.QualityAlarm);
        detectors?.Invoke(o.DetectorAlarm);
    });

    /// <summary>Adds a detector of the host's own: its findings raise an alarm under its name.</summary>
    /// <param name="make">Makes one for this deployment.</param>
    public MonitoringBuilder Detector(Func<IDetector> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return Configure(o => o.Detectors.Add(make));
    }

    /// <summary>Adds a detector of the host's own that needs services of the host: the catalog, a clock, options.</summary>
    /// <param name="make">Makes one for this deployment, of the host's services.</param>
    public MonitoringBuilder Detector(Func<IServiceProvider, IDetector> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        Services.AddOptions<MonitorOptions>(Name).Configure<IServiceProvider>((o, services) => o.Detectors.Add(() => make(services)));
        return this;
    }

    /// <summary>Keeps predictions and feedback in the catalog, for 30 days and 4 GiB unless <c>AddRetention</c> says otherwise.</summary>
    public MonitoringBuilder Log(Action<PredictionLogOptions>? configure = null)
    {
        new AiInfraBuilder(Services).AddRetention();
        Services.AddOptions<MonitoringSwitches>(Name).Configure(s =>
        {
            s.Log ??= new();
            configure?.Invoke(s.Log);
        });
        return this;
    }

    /// <summary>Adds somebody who hears of this deployment's alarms and judgements. Sinks registered as <see cref="IAlarmSink"/> services hear of all deployments.</summary>
    public MonitoringBuilder Sink(IAlarmSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        Services.AddKeyedSingleton(Name, sink);
        return this;
    }

    /// <summary>Sets the remaining options.</summary>
    public MonitoringBuilder Configure(Action<MonitorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(Name, configure);
        return this;
    }
}
