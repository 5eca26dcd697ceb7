using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AiInfra.Training.Checkpoints;

/// <summary>Writes checkpoints while the training goes on. One file is written at a time, from one copy of the state; the next one waits for it. What the disk refuses is told and counted.</summary>
internal sealed partial class CheckpointWriter(CheckpointStore store, CheckpointOptions options, bool lessIsBetter, ILogger logger) : IDisposable
{
    private readonly TensorSnapshot _snapshot = new();
    private Task<object>? _writing;

    /// <summary>Time that the training waited, for copies and for files.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Checkpoints that could not be written.</summary>
    public int Failed { get; private set; }

    /// <summary>Whether a file is done, of which nobody heard yet.</summary>
    public bool HasNews => _writing is { IsCompleted: true };

    /// <summary>Copies the content and begins to write it. The file before must have been heard of, by <see cref="WaitAsync"/>.</summary>
    /// <param name="content">What to write.</param>
    /// <param name="before">What must be done before the file is there.</param>
    public void Begin(CheckpointContent content, Task before)
    {
        long start = Stopwatch.GetTimestamp();
        CheckpointContent copied = content with { Tensors = options.InBackground ? _snapshot.Take(content.Tensors) : content.Tensors };
        _writing = options.InBackground ? Task.Run(() => WriteAfterAsync(before, copied)) : WriteAfterAsync(before, copied);
        Waited += Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Waits for the file that is being written: a <see cref="CheckpointInfo"/> or a <see cref="CheckpointFailure"/>; null where none is.</summary>
    public async Task<object?> WaitAsync()
    {
        if (_writing is not { } writing)
        {
            return null;
        }

        _writing = null;
        long start = Stopwatch.GetTimestamp();
        object outcome = await writing.ConfigureAwait(false);
        Waited += Stopwatch.GetElapsedTime(start);
        return outcome;
    }

    /// <summary>Waits for the file, so that nothing is written from memory that is gone.</summary>
    public void Dispose()
    {
        // Its error was the caller's to hear by WaitAsync; here another one is on its way already.
        (_writing as IAsyncResult)?.AsyncWaitHandle.WaitOne();
        _snapshot.Dispose();
    }

    private async Task<object> WriteAfterAsync(Task before, CheckpointContent content)
    {
        await before.ConfigureAwait(false);
        return Write(content);
    }

    private object Write(CheckpointContent content)
    {
        try
        {
            return store.Write(content, options, lessIsBetter);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failed++;
            string path = store.PathOf(content.Step);
            LogFailed(logger, path, content.Step, Failed, e);
            return new CheckpointFailure(path, content.Step, e);
        }
    }

    [LoggerMessage(5011, LogLevel.Error, "Checkpoint {Path} of step {Step} could not be written ({Failed} so far). The training goes on, and a resume would begin at the newest one written before: look at the disk's space and rights")]
    private static partial void LogFailed(ILogger logger, string path, long step, int failed, Exception error);
}
