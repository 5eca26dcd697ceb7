using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using Microsoft.Extensions.Logging;

namespace AiInfra.Learning;

/// <summary>Holds rows back whose label is a class that nobody has seen yet: one mistyped label must not become a class of the model, nor keep every metric of two classes from being computed. Not thread-safe.</summary>
internal sealed partial class NewClasses(int least, string deployment, ILogger logger)
{
    // Labels that are all different (ids, free text) must not grow without end.
    private const int MostClasses = 1000;
    private readonly HashSet<Value> _known = [];
    private readonly Dictionary<Value, List<(Row Inputs, Value Label)>> _held = [];

    /// <summary>Rows held back, those that were let go of because too many classes waited included.</summary>
    public long Held { get; private set; }

    /// <summary>The classes of the first training.</summary>
    public void Begin(IEnumerable<Value> labels) => _known.UnionWith(labels);

    /// <summary>The rows that are learned from now: this one where its class is known, all that waited where it is the last that was missing, otherwise none.</summary>
    public IReadOnlyList<(Row Inputs, Value Label)> Take(Row inputs, Value label)
    {
        if (_known.Contains(label))
        {
            return [(inputs, label)];
        }

        if (!_held.TryGetValue(label, out List<(Row Inputs, Value Label)>? rows))
        {
            if (_held.Count == MostClasses)
            {
                Held++;
                return [];
            }

            _held[label] = rows = [];
        }

        rows.Add((inputs, label));
        Held++;
        if (rows.Count < least)
        {
            if (rows.Count == 1)
            {
                string[] names = [.. _known.Select(k => k.AsText() ?? "").Order(StringComparer.Ordinal)];
                string hint = NearestName.Of(label.AsText() ?? "", names) is { } near ? $" Is '{near}' meant?" : "";
                LogUnknown(logger, deployment, label.AsText() ?? "", string.Join(", ", names.Take(20)), least, hint);
            }

            return [];
        }

        _held.Remove(label);
        _known.Add(label);
        Held -= rows.Count;
        LogLearned(logger, deployment, label.AsText() ?? "", rows.Count);
        return rows;
    }

    [LoggerMessage(EventId = 9025, Level = LogLevel.Warning, Message = "A label of {Deployment} is '{Label}', which is none of its classes: {Classes}. Its row waits until {Least} rows have that label.{Hint}")]
    private static partial void LogUnknown(ILogger logger, string deployment, string label, string classes, int least, string hint);

    [LoggerMessage(EventId = 9026, Level = LogLevel.Warning, Message = "{Deployment} learns a new class from now on: '{Label}', which {Rows} rows have. Metrics of two classes do not hold for three.")]
    private static partial void LogLearned(ILogger logger, string deployment, string label, int rows);
}
