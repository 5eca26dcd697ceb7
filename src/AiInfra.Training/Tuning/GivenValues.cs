using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>Values given beforehand, outside of a study.</summary>
internal sealed class GivenValues(IReadOnlyDictionary<string, string> values) : ITrialHost
{
    public long LastStep { get; private set; } = -1;

    public double Ask(string name, ParameterRange range) => values.TryGetValue(name, out string? text)
        ? Read(name, text, range)
        : throw new StudyException($"The trial was given no value for the parameter '{name}', only for {string.Join(", ", values.Keys.Select(k => $"'{k}'"))}. Give one of {range}.");

    /// <summary>A value that was given, where the range has it.</summary>
    public static double Read(string name, string text, ParameterRange range) => range.TryParse(text, out double value)
        ? value
        : throw new StudyException($"The parameter '{name}' was given '{text}', and takes {range}. Give a value of that range.");

    public void Report(long step, double value) => LastStep = step;

    public bool ShouldPrune() => false;

    public double Pruned() => double.NaN;

    public void Constrain(string name, double violation)
    {
    }

    public void Tag(string name, string value)
    {
    }
}
