using System.Globalization;
using System.Runtime.InteropServices;
using AiInfra.Training.Checkpoints;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>Puts the state of a training's parts into checkpoints and back, without knowing them: tensors under NAME/TENSOR, texts under aiinfra.state.NAME/TEXT. Says when one is due.</summary>
internal sealed partial class CheckpointKeeper : IDisposable
{
    /// <summary>Version of what is in a checkpoint; raised when an older program would misread it.</summary>
    public const int Format = 1;
    private const string FormatKey = "aiinfra.checkpoint";
    private const string PartsKey = "aiinfra.parts";
    private const string TextPrefix = "aiinfra.state.";
    private readonly CheckpointOptions _options;
    private readonly CheckpointStore _store;
    private readonly CheckpointWriter _writer;
    private readonly bool _lessIsBetter;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private long _last;

    public CheckpointKeeper(CheckpointOptions options, MonitorMode mode, ILogger logger, TimeProvider time)
    {
        _options = options;
        _store = new CheckpointStore(options.Directory, logger);
        _lessIsBetter = mode == MonitorMode.Min;
        _writer = new CheckpointWriter(_store, options, _lessIsBetter, logger);
        _logger = logger;
        _time = time;
        _last = time.GetTimestamp();
    }

    /// <summary>Checkpoints that could not be written.</summary>
    public int Failed => _writer.Failed;

    /// <summary>Time that the training waited for copies and files.</summary>
    public TimeSpan Waited => _writer.Waited;

    /// <summary>Whether files are written while the training goes on.</summary>
    public bool InBackground => _options.InBackground;

    /// <summary>Whether a file is done, of which nobody heard yet.</summary>
    public bool HasNews => _writer.HasNews;

    /// <summary>Whether a step asks for a checkpoint.</summary>
    public bool DueAfterStep(long step) => step % _options.EverySteps == 0 || _time.GetElapsedTime(_last) >= _options.EveryTime;

    /// <summary>Whether the end of an epoch asks for one.</summary>
    public bool DueAfterEpoch(long epochs) => _options.EveryEpochs > 0 && epochs % _options.EveryEpochs == 0;

    /// <summary>Whether a validation asks for one. A file that is being written does not count yet: at worst there is one more.</summary>
    public bool DueAfterValidation(double score) => _options.WhenBest && _store.IsAmongBest(score, _options.KeepBest, _lessIsBetter);

    /// <summary>Takes a copy of the state and begins to write it. The file before must have been waited for.</summary>
    public void Begin(long step, long epoch, double? score, IReadOnlyList<IStateful> parts, Task before)
    {
        using DisposeScope scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [FormatKey] = Format.ToString(CultureInfo.InvariantCulture),
            [PartsKey] = string.Join(',', parts.Select(p => p.StateName)),
        };
        foreach (IStateful part in parts)
        {
            var state = new ComponentState();
            part.Save(state);
            foreach ((string name, Tensor tensor) in state.Tensors)
            {
                tensors.Add($"{part.StateName}/{name}", tensor);
            }

            foreach ((string name, string text) in state.Texts)
            {
                texts.Add($"{TextPrefix}{part.StateName}/{name}", text);
            }
        }

        _last = _time.GetTimestamp();
        _writer.Begin(new CheckpointContent(step, epoch, score, tensors, texts), before);
    }

    /// <summary>Waits for the file that is being written: what became of it, or null where none is.</summary>
    public Task<object?> WaitAsync() => _writer.WaitAsync();

    /// <summary>Gives the parts what the newest checkpoint that fits them holds. Null where there is none at all, otherwise its path.</summary>
    /// <exception cref="CheckpointException">There are checkpoints, and none can be taken up.</exception>
    public string? Load(IReadOnlyList<IStateful> parts)
    {
        CheckpointInfo? taken = _store.TakeLatest((info, content) => Restore(info.Path, content, parts), out IReadOnlyList<string> refused);
        if (taken is not null && refused.Count > 0)
        {
            LogFellBack(_logger, taken.Path, refused.Count);
        }

        return taken?.Path ?? (refused.Count == 0 ? null : throw new CheckpointException(
            $"{(refused.Count == 1 ? "The checkpoint" : $"None of the {refused.Count} checkpoints")} in {_store.Directory} {(refused.Count == 1 ? "can't be taken up" : "can be taken up, the newest for this reason")}: {refused[0]} To start fresh, use another directory or set Resume to false."));
    }

    public void Dispose() => _writer.Dispose();

    private static void Restore(string path, TensorFileContent content, IReadOnlyList<IStateful> parts)
    {
        if (!content.Metadata.TryGetValue(PartsKey, out string? names) || !int.TryParse(content.Metadata.GetValueOrDefault(FormatKey), CultureInfo.InvariantCulture, out int format))
        {
            throw new CheckpointException($"{path} holds no training's state; it was not written by a trainer.");
        }

        if (format > Format)
        {
            throw new CheckpointException($"{path} was written by a newer version: its format is {format}, this version reads up to {Format}. Update the package, or take an earlier checkpoint.");
        }

        string[] held = names.Split(',');
        string[] missing = [.. parts.Select(p => p.StateName).Except(held, StringComparer.Ordinal)];
        string[] foreign = [.. held.Except(parts.Select(p => p.StateName), StringComparer.Ordinal)];
        if (missing.Length + foreign.Length > 0)
        {
            throw new CheckpointException(
                $"{path} is of a training with other parts. Missing there: {List(missing)}. There, but not in this training: {List(foreign)}. Use the options that it was written with, or another directory.");
        }

        foreach (IStateful part in parts)
        {
            try
            {
                part.Restore(Part(content, part.StateName, path));
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or IndexOutOfRangeException or KeyNotFoundException or ExternalException)
            {
                throw new CheckpointException($"What {path} holds of '{part.StateName}' does not fit this training: {e.Message}", e);
            }
        }

        content.Dispose();
    }

    private static ComponentState Part(TensorFileContent content, string name, string path)
    {
        var state = new ComponentState(path);
        foreach ((string key, Tensor tensor) in content.Tensors.Where(t => t.Key.StartsWith(name + "/", StringComparison.Ordinal)))
        {
            state.Add(key[(name.Length + 1)..], tensor);
        }

        string prefix = $"{TextPrefix}{name}/";
        foreach ((string key, string text) in content.Metadata.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            state.Add(key[prefix.Length..], text);
        }

        return state;
    }

    private static string List(string[] names) => names.Length == 0 ? "nothing" : string.Join(", ", names);

    [LoggerMessage(5012, LogLevel.Warning, "The training is taken up from {Path}: {Refused} newer checkpoints could not be, as told above")]
    private static partial void LogFellBack(ILogger logger, string path, int refused);
}
