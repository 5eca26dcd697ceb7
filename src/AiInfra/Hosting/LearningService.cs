using System.Threading.Channels;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Data.Datasets;
using AiInfra.Data.Encoders;
using AiInfra.Data.Ingestion;
using AiInfra.Learning;
using AiInfra.Observability.Monitoring;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiInfra.Hosting;

/// <summary>Runs a loop while the host runs: listens from the start, resumes or trains the first model, then works whenever a label, an alarm or a request made something due.</summary>
internal sealed partial class LearningService(
    string deployment,
    LearningLoop loop,
    LearningOptions options,
    SignalHub hub,
    ModelMonitor? monitor,
    DatasetRepository datasets,
    IReadOnlyList<IngestionPipeline> ingestions,
    TimeProvider time,
    ILogger<LearningService> logger) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // One word is enough: whoever wakes looks for all the work there is.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly List<IDisposable> _subscriptions = [];
    private TimeSpan _pause = ShortestPause;

    // The state of the dataset that gave no model to serve: nothing is tried again before there is another.
    private string? _tried;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RequireDatasetAsync(cancellationToken).ConfigureAwait(false);
        loop.WorkArrived = () =>
        {
            if (loop.HasWork)
            {
                _wake.Writer.TryWrite(true);
            }
        };
        _subscriptions.Add(hub.Subscribe(loop));
        if (monitor is not null)
        {
            _subscriptions.Add(monitor.Subscribe(loop));
        }

        if (options.EveryTime is { } every)
        {
            // A twentieth late is near enough, and cheap.
            TimeSpan look = TimeSpan.FromTicks(Math.Clamp(every.Ticks / 20, TimeSpan.TicksPerSecond, TimeSpan.TicksPerHour));
            _subscriptions.Add(time.CreateTimer(_ => loop.WorkArrived?.Invoke(), null, look, look));
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _subscriptions.ForEach(s => s.Dispose());
        _subscriptions.Clear();
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryAsync(BeginAsync, stoppingToken).ConfigureAwait(false))
            {
                await PauseAsync(stoppingToken).ConfigureAwait(false);
            }

            // Labels may have come while it began.
            bool more = loop.HasWork;
            while (more || await _wake.Reader.ReadAsync(stoppingToken).ConfigureAwait(false))
            {
                bool worked = await TryAsync(WorkAsync, stoppingToken).ConfigureAwait(false);
                if (!worked)
                {
                    await PauseAsync(stoppingToken).ConfigureAwait(false);
                }

                more = loop.HasWork;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(logger, deployment);
        }
    }

    private async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        if (await loop.ResumeAsync(cancellationToken).ConfigureAwait(false))
        {
            LogResumed(logger, deployment, loop.Status.Champion, loop.Status.Labelled);
            return true;
        }

        if (options.Dataset is not { } name)
        {
            await WaitAsync("it has no champion, and no dataset is named to train the first model on", cancellationToken).ConfigureAwait(false);
            return false;
        }

        if (await datasets.FindAsync(name, options.Branch, cancellationToken).ConfigureAwait(false) is not { } dataset)
        {
            string written = ingestions.Count == 0 ? "" : $" (ingestions write: {string.Join(", ", ingestions.Select(i => i.Dataset).Distinct())})";
            await WaitAsync($"there is no dataset '{name}' yet to train the first model on{written}", cancellationToken).ConfigureAwait(false);
            return false;
        }

        return dataset.Commit.Id != _tried && await FirstAsync(dataset, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first model. Rows that can't be learned from, and a model that its gate does not pass, are tried again when the dataset has another state, not before.</summary>
    private async Task<bool> FirstAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        RowBatch rows = await dataset.ReadColumnsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);

        try
        {
            if ((await loop.StartAsync(rows, cancellationToken: cancellationToken).ConfigureAwait(false)).IsServed)
            {
                return true;
            }
        }
        catch (Exception e) when (e is LearningException or TabularException or EncodingException or SelectionException)
        {
            string reason = $"no model can be learned from dataset '{dataset.Name}' as it is ({rows.Count} rows): {e.Message}";
            await loop.ExplainAsync($"{reason} The loop tries again when the dataset changes.", cancellationToken).ConfigureAwait(false);
            LogUnlearnable(logger, e, deployment, reason);
        }

        _tried = dataset.Commit.Id;
        return false;
    }

    private async Task WaitAsync(string reason, CancellationToken cancellationToken)
    {
        LogWaiting(logger, deployment, reason);
        await loop.ExplainAsync($"the learning loop waits: {reason}.", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A name that nobody knows is a slip more often than a dataset to come.</summary>
    private async Task RequireDatasetAsync(CancellationToken cancellationToken)
    {
        string[] written = [.. ingestions.Select(i => i.Dataset).Distinct()];
        if (options.Dataset is { } name && !options.DatasetComesLater && written.Length > 0 && !written.Contains(name)
            && await datasets.FindAsync(name, options.Branch, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new LearningException($"Continuous learning of '{deployment}': {KnownNames.NoDataset(name, written)} If another process writes it, say On(\"{name}\", comesLater: true).");
        }
    }

    private async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        await loop.RunDueAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Tries; an error is logged, and the next try comes after a pause that doubles.</summary>
    private async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> work, CancellationToken stoppingToken)
    {
        try
        {
            bool done = await work(stoppingToken).ConfigureAwait(false);
            if (done)
            {
                _pause = ShortestPause;
            }

            return done;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // The deployment goes on answering whatever happens here.
            LogFailed(logger, e, deployment, _pause);
            return false;
        }
    }

    private async Task PauseAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(_pause, time, stoppingToken).ConfigureAwait(false);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }

    [LoggerMessage(EventId = 9010, Level = LogLevel.Information, Message = "The learning loop of {Deployment} goes on with version {Version} and {Labelled} labelled rows.")]
    private static partial void LogResumed(ILogger logger, string deployment, int? version, long labelled);

    [LoggerMessage(EventId = 9011, Level = LogLevel.Warning, Message = "The learning loop of {Deployment} waits: {Reason}.")]
    private static partial void LogWaiting(ILogger logger, string deployment, string reason);

    [LoggerMessage(EventId = 9014, Level = LogLevel.Error, Message = "The learning loop of {Deployment} waits for the dataset to change: {Reason}")]
    private static partial void LogUnlearnable(ILogger logger, Exception e, string deployment, string reason);

    [LoggerMessage(EventId = 9012, Level = LogLevel.Error, Message = "The learning loop of {Deployment} failed; it tries again after {Pause}.")]
    private static partial void LogFailed(ILogger logger, Exception e, string deployment, TimeSpan pause);

    [LoggerMessage(EventId = 9013, Level = LogLevel.Debug, Message = "The learning loop of {Deployment} stopped.")]
    private static partial void LogStopped(ILogger logger, string deployment);
}
