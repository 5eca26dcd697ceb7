using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>The parameters that every finished trial asked for and of which there is more than one value to choose.</summary>
internal static class CommonSpace
{
    public static IEnumerable<KeyValuePair<string, ParameterRange>> Of(StudyHistory history) =>
        history.Ranges.Where(r => r.Value.Count > 1 && history.Finished.Count > 0 && history.With(r.Key).Ended.Count == history.Finished.Count).OrderBy(r => r.Key, StringComparer.Ordinal);
}
