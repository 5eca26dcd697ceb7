namespace AiInfra.Training.Tuning.Samplers;

/// <summary>No values: every parameter is drawn when the trial asks.</summary>
internal static class NoValues
{
    public static readonly IReadOnlyDictionary<string, double> Instance = new Dictionary<string, double>();
}
