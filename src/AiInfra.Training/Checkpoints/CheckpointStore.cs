using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>The checkpoints of one training in a directory: files <c>step-NNNNNNNNNN.safetensors</c>, the newest and the best kept, older ones removed after a new one is in place.</summary>
public sealed partial class CheckpointStore
{
    private const string ScoreKey = "aiinfra.score";
    private readonly ILogger _logger;

    /// <summary>Opens the store. The directory is made at the first write.</summary>
    public CheckpointStore(string directory, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        Directory = System.IO.Path.GetFullPath(directory);
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>The directory.</summary>
    public string Directory { get; }

    /// <summary>The checkpoints there, the newest first. Damaged ones, whose header can't be read, are left out with a warning.</summary>
    public IReadOnlyList<CheckpointInfo> List()
    {
        if (!System.IO.Directory.Exists(Directory))
        {
            return [];
        }

        var found = new List<CheckpointInfo>();
        foreach (string path in System.IO.Directory.EnumerateFiles(Directory, "step-*.safetensors"))
        {
            if (!long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path).AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out long step))
            {
                continue;
            }

            try
            {
                string score = TensorFile.ReadMetadata(path).GetValueOrDefault(ScoreKey, "NaN");
                found.Add(new CheckpointInfo(path, step, double.TryParse(score, CultureInfo.InvariantCulture, out double value) ? value : double.NaN));
            }
            catch (CheckpointException e)
            {
                LogDamaged(_logger, path, e.Message);
            }
        }

        return [.. found.OrderByDescending(c => c.Step)];
    }

    /// <summary>The best by its score, or null.</summary>
    /// <param name="lessIsBetter">Which way the score gets better.</param>
    public CheckpointInfo? Best(bool lessIsBetter = true) => Ranked(List(), lessIsBetter).FirstOrDefault();

    /// <summary>Reads the newest checkpoint that is whole; damaged newer ones are passed over with a warning. Null where there is none.</summary>
    public (CheckpointInfo Info, TensorFileContent Content)? ReadLatest()
    {
        foreach (CheckpointInfo info in List())
        {
            try
            {
                return (info, TensorFile.Read(info.Path, requireDigest: true));
            }
            catch (Exception e) when (e is CheckpointException or EndOfStreamException)
            {
                LogDamaged(_logger, info.Path, e.Message);
            }
        }

        return null;
    }

    /// <summary>Writes a checkpoint, then removes those that are kept no longer.</summary>
    internal CheckpointInfo Write(long step, double score, IReadOnlyDictionary<string, Tensor> tensors, Dictionary<string, string> metadata, CheckpointOptions keep, bool lessIsBetter)
    {
        metadata[ScoreKey] = score.ToString("R", CultureInfo.InvariantCulture);
        string path = System.IO.Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"step-{step:D10}.safetensors"));
        RemoveUnfinished();
        TensorFile.Write(path, tensors, metadata);
        IReadOnlyList<CheckpointInfo> all = List();

        // Those of later steps are of a training that this one did not go on from, or damaged: they are neither the newest nor its best.
        CheckpointInfo[] own = [.. all.Where(c => c.Step <= step)];
        var kept = own.Take(keep.KeepLast).Concat(Ranked(own, lessIsBetter).Take(keep.KeepBest)).Select(c => c.Path).ToHashSet(StringComparer.Ordinal);
        foreach (CheckpointInfo old in all.Where(c => !kept.Contains(c.Path)))
        {
            File.Delete(old.Path);
        }

        return new CheckpointInfo(path, step, score);
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

    private static IEnumerable<CheckpointInfo> Ranked(IEnumerable<CheckpointInfo> all, bool lessIsBetter)
    {
        IEnumerable<CheckpointInfo> scored = all.Where(c => !double.IsNaN(c.Score));
        return lessIsBetter ? scored.OrderBy(c => c.Score) : scored.OrderByDescending(c => c.Score);
    }

    [LoggerMessage(5010, LogLevel.Warning, "Checkpoint {Path} is passed over: {Reason}")]
    private static partial void LogDamaged(ILogger logger, string path, string reason);
}
