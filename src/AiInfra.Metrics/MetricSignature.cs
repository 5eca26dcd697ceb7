namespace AiInfra.Metrics;

/// <summary>How a signature is written: name, options that change the value, version of the definition.</summary>
public static class MetricSignature
{
    /// <summary>A signature of the first version.</summary>
    /// <param name="name">Name of the metric in camel case.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    /// <returns>"name|version:1", or "name|options|version:1".</returns>
    public static string Of(string name, string options = "") => options.Length == 0 ? $"{name}|version:1" : $"{name}|{options}|version:1";
}
