namespace AiInfra.Observability.Alerts;

/// <summary>When findings become an alarm, and when it ends.</summary>
public sealed class AlarmOptions
{
    /// <summary>Findings among the last <see cref="Within"/> judgements that raise the alarm.</summary>
    /// <value>2.</value>
    public int RaiseAfter { get; set; } = 2;

    /// <summary>Judgements looked back on.</summary>
    /// <value>3.</value>
    public int Within { get; set; } = 3;

    /// <summary>Judgements in a row without a finding that clear it.</summary>
    /// <value>3.</value>
    public int ClearAfter { get; set; } = 3;

    /// <summary>Judgements after a raise during which no other is raised; what is held back is counted and logged.</summary>
    /// <value>5.</value>
    public int CoolDown { get; set; } = 5;

    internal IEnumerable<string> Faults(string name)
    {
        if (RaiseAfter < 1 || Within < RaiseAfter || Within > 64)
        {
            yield return $"{name}: 1 <= RaiseAfter <= Within <= 64 is expected; they are {RaiseAfter} and {Within}.";
        }

        if (ClearAfter < 1)
        {
            yield return $"{name}.ClearAfter is at least 1; it is {ClearAfter}.";
        }

        if (CoolDown < 0)
        {
            yield return $"{name}.CoolDown is not negative; it is {CoolDown}.";
        }
    }
}
