namespace AiInfra.Core.Signals;

/// <summary>In which role a version answered.</summary>
public enum PredictionRole : byte
{
    /// <summary>The caller got this answer.</summary>
    Champion,

    /// <summary>The caller got this answer, from the version on trial.</summary>
    Canary,

    /// <summary>A copy of the request answered aside; no caller saw it.</summary>
    Shadow,
}
