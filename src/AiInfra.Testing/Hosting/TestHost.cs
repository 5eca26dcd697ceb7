using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AiInfra.Testing;

/// <summary>A host for one test: the services a program would have, a real store in a folder that goes away with the host, and a clock that the test turns.</summary>
/// <remarks>Hosted services are started in order and stopped when the host is disposed. It keeps every prediction and feedback that passes.</remarks>
public sealed class TestHost : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly DirectoryInfo _folder;
    private readonly SignalRecorder _signals = new();
    private readonly Stack<IHostedService> _started = new();

    private TestHost(ServiceProvider provider, DirectoryInfo folder, FixedClock clock)
    {
        _provider = provider;
        _folder = folder;
        Clock = clock;
        Signals.Subscribe(_signals);
    }

    /// <summary>The services.</summary>
    public IServiceProvider Services => _provider;

    /// <summary>The clock of all services. It stands still until it is moved on.</summary>
    public FixedClock Clock { get; }

    /// <summary>The store's folder. It is removed with the host.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The catalog.</summary>
    public ICatalog Catalog => Get<ICatalog>();

    /// <summary>The artifacts.</summary>
    public IArtifactStore Artifacts => Get<IArtifactStore>();

    /// <summary>Where predictions and feedback pass.</summary>
    public SignalHub Signals => Get<SignalHub>();

    /// <summary>The predictions made so far, the oldest first.</summary>
    public IReadOnlyList<RowPrediction> Predictions => _signals.Predictions;

    /// <summary>All that deployments told: these predictions, answers that are no rows, and requests that failed.</summary>
    public IReadOnlyList<Signal> Told => _signals.Signals;

    /// <summary>The feedback given so far, the oldest first.</summary>
    public IReadOnlyList<Feedback> Feedback => _signals.Feedback;

    /// <summary>Builds and starts a host.</summary>
    /// <param name="configure">Adds what the test needs: <c>ai.AddTestModel("prices", model)</c>, layers, or through <see cref="AiInfraBuilder.Services"/> the services under test.</param>
    /// <param name="clock">The clock; null makes one.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="OptionsValidationException">An option that is checked at the start is wrong.</exception>
    public static async Task<TestHost> StartAsync(Action<AiInfraBuilder>? configure = null, FixedClock? clock = null, CancellationToken cancellationToken = default)
    {
        clock ??= new FixedClock();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("aiinfra-test-");
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddAiInfra(configure);
        // Last, so that a test may bring a store of its own. The folder goes with the test: a power cut is no concern.
        services.AddAiInfra(ai => ai.StoreIn(folder.FullName, o => o.SurvivesPowerCut = false));
        var host = new TestHost(services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true }), folder, clock);
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A service.</summary>
    /// <exception cref="InvalidOperationException">There is none of this type.</exception>
    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    /// <summary>A deployment.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message lists those there are.</exception>
    public Deployment Deployment(string name) => Get<IDeployments>().Get(name);

    /// <summary>Registers a further version of a test model's deployment, ready to be promoted or put on trial. The caller keeps owning the model.</summary>
    /// <returns>The version's number.</returns>
    /// <exception cref="KeyNotFoundException">There is no such deployment.</exception>
    /// <exception cref="ArgumentException">The deployment was not made with <c>AddTestModel</c>.</exception>
    public Task<int> AddVersionAsync(string deployment, IModel model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        Deployment found = Deployment(deployment);
        return _provider.GetService<TestModels>()?.Has(deployment) == true
            ? Get<TestModels>().RegisterAsync(found, model, Catalog, Artifacts, cancellationToken)
            : throw new ArgumentException($"Deployment '{deployment}' serves real models; make it with AddTestModel to give it versions here.", nameof(deployment));
    }

    /// <summary>Gives the true answer to a prediction, as of the clock's time.</summary>
    public void GiveFeedback(string predictionId, Core.Rows.Value label) => Signals.Publish(new Feedback(predictionId, label, Clock.GetUtcNow()));

    /// <summary>Stops what was started, the last first, and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            while (_started.TryPop(out IHostedService? service))
            {
                await service.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            await _provider.DisposeAsync().ConfigureAwait(false);
            _folder.Refresh();
            if (_folder.Exists)
            {
                _folder.Delete(recursive: true);
            }
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _provider.GetService<IStartupValidator>()?.Validate();
        foreach (IHostedService service in _provider.GetServices<IHostedService>())
        {
            _started.Push(service);
            await service.StartAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
