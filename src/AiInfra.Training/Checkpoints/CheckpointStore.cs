using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Training.Checkpoints;

/// <summary>The checkpoints of one training in a directory: files <c>step-NNNNNNNNNN.safetensors</c>, the newest and the best kept, others removed after a new one is in place.</summary>
public sealed partial class CheckpointStore
{
    private const string ScoreKey = "aiinfra.score";
    private const string EpochKey = "aiinfra.epoch";
    private const string Unscored = "none";
    private readonly ILogger _logger;
    private readonly HashSet<string> _leftAlone = new(StringComparer.Ordinal);

    /// <summary>Opens the store. The directory is made at the first write.</summary>
    public CheckpointStore(string directory, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        Directory = Path.GetFullPath(directory);
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>The directory.</summary>
    public string Directory { get; }

    /// <summary>The checkpoints there, the newest first. Damaged ones, whose header can't be read, are left out with a warning.</summary>
    public IReadOnlyList<CheckpointInfo> List()
    {
        var found = new List<CheckpointInfo>();
        foreach ((string path, long step) in Files())
        {
            try
            {
                found.Add(Describe(path, step));
            }
            catch (Exception e) when (e is CheckpointException or FileNotFoundException or DirectoryNotFoundException)
            {
                // One that is kept no longer may go while its folder is read.
                if (File.Exists(path))
                {
                    LogPassedOver(_logger, path, e.Message);
                }
            }
        }

        return found;
    }

    /// <summary>The best by its score, or null where none has a score that is a number.</summary>
    /// <param name="lessIsBetter">Which way the score gets better.</param>
    public CheckpointInfo? Best(bool lessIsBetter = true) => Ranked(List(), lessIsBetter).FirstOrDefault(c => double.IsFinite(c.Score!.Value));

    /// <summary>Reads the newest checkpoint that is whole; damaged newer ones are passed over with a warning. Null where there is none.</summary>
    public (CheckpointInfo Info, TensorFileContent Content)? ReadLatest()
    {
        (CheckpointInfo, TensorFileContent)? read = null;
        TakeLatest((info, content) => read = (info, content), out _);
        return read;
    }

    /// <summary>Gives the newest checkpoint to one who takes it up or refuses it, then the one before, and so on. Those that are damaged or refused are told, and not removed later.</summary>
    /// <param name="take">Takes it up, and owns what it held; refuses it by a <see cref="CheckpointException"/>.</param>
    /// <param name="refused">Why those before were not taken up, the newest first.</param>
    /// <returns>The one that was taken up, or null.</returns>
    internal CheckpointInfo? TakeLatest(Action<CheckpointInfo, TensorFileContent> take, out IReadOnlyList<string> refused)
    {
        var reasons = new List<string>();
        refused = reasons;
        foreach ((string path, long step) in Files())
        {
            TensorFileContent? content = null;
            try
            {
                CheckpointInfo info = Describe(path, step);
                content = TensorFile.Read(path, requireDigest: true);
                take(info, content);
                return info;
            }
            catch (Exception e)
            {
                content?.Dispose();
                if (e is not CheckpointException)
                {
                    throw;
                }

                reasons.Add(e.Message);
                _leftAlone.Add(path);
                LogPassedOver(_logger, path, e.Message);
            }
        }

        return null;
    }

    /// <summary>Where the checkpoint of a step lies.</summary>
    internal string PathOf(long step) => Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"step-{step:D10}.safetensors"));

    /// <summary>Writes a checkpoint, then removes those that are kept no longer.</summary>
    internal CheckpointInfo Write(CheckpointContent content, CheckpointOptions keep, bool lessIsBetter)
    {
        var texts = new Dictionary<string, string>(content.Texts)
        {
            [ScoreKey] = content.Score?.ToString("R", CultureInfo.InvariantCulture) ?? Unscored,
            [EpochKey] = content.Epoch.ToString(CultureInfo.InvariantCulture),
        };
        string path = PathOf(content.Step);
        RemoveUnfinished();
        TensorFile.Write(path, content.Tensors, texts);
        _leftAlone.Remove(path);
        IReadOnlyList<CheckpointInfo> all = List();

        // Those of later steps are of a training that this one did not go on from: they are neither the newest nor its best.
        CheckpointInfo[] own = [.. all.Where(c => c.Step <= content.Step && !_leftAlone.Contains(c.Path))];
        var kept = own.Take(keep.KeepLast).Concat(Ranked(own, lessIsBetter).Take(keep.KeepBest)).Select(c => c.Path).Concat(_leftAlone).ToHashSet(StringComparer.Ordinal);
        foreach (CheckpointInfo old in all.Where(c => !kept.Contains(c.Path)))
        {
            try
            {
                File.Delete(old.Path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogNotRemoved(_logger, old.Path, e.Message);
            }
        }

        return Describe(path, content.Step);
    }

    /// <summary>Whether a score would be among the best that are kept.</summary>
    internal bool IsAmongBest(double score, int keepBest, bool lessIsBetter)
    {
        CheckpointInfo[] best = [.. Ranked(List(), lessIsBetter).Take(keepBest)];
        return keepBest > 0 && double.IsFinite(score)
            && (best.Length < keepBest || !double.IsFinite(best[^1].Score!.Value) || (lessIsBetter ? score < best[^1].Score : score > best[^1].Score));
    }

    /// <summary>Removes what a process that died amid a write left: one training at a time writes here.</summary>
    private void RemoveUnfinished()
    {
        if (System.IO.Directory.Exists(Directory))
        {
            foreach (string left in System.IO.Directory.EnumerateFiles(Directory, ".step-*.safetensors.*.tmp"))
            {
                File.Delete(left);
            }
        }
    }

    /// <summary>The files by their names, those of the latest steps first.</summary>
    private IEnumerable<(string Path, long Step)> Files()
    {
        if (!System.IO.Directory.Exists(Directory))
        {
            return [];
        }

        var found = new List<(string Path, long Step)>();
        foreach (string path in System.IO.Directory.EnumerateFiles(Directory, "step-*.safetensors"))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out long step))
            {
                found.Add((path, step));
            }
        }

        return found.OrderByDescending(f => f.Step);
    }

    private static CheckpointInfo Describe(string path, long step)
    {
        IReadOnlyDictionary<string, string> texts = TensorFile.ReadMetadata(path);
        var file = new FileInfo(path);
        return new CheckpointInfo(path, step, double.TryParse(texts.GetValueOrDefault(ScoreKey), CultureInfo.InvariantCulture, out double score) ? score : null)
        {
            Epoch = long.TryParse(texts.GetValueOrDefault(EpochKey), CultureInfo.InvariantCulture, out long epoch) ? epoch : 0,
            Bytes = file.Length,
            WrittenAt = file.LastWriteTimeUtc,
        };
    }

    /// <summary>Those of validated weights, the best first; a score that is no finite number is the worst.</summary>
    private static IEnumerable<CheckpointInfo> Ranked(IEnumerable<CheckpointInfo> all, bool lessIsBetter)
    {
        IOrderedEnumerable<CheckpointInfo> finite = all.Where(c => c.Score is not null).OrderByDescending(c => double.IsFinite(c.Score!.Value));
        return lessIsBetter ? finite.ThenBy(c => c.Score) : finite.ThenByDescending(c => c.Score);
    }

    [LoggerMessage(5013, LogLevel.Warning, "Checkpoint {Path}, which is kept no longer, could not be removed: {Reason}")]
    private static partial void LogNotRemoved(ILogger logger, string path, string reason);

    [LoggerMessage(5010, LogLevel.Warning, "Checkpoint {Path} is passed over: {Reason}")]
    private static partial void LogPassedOver(ILogger logger, string path, string reason);
}
