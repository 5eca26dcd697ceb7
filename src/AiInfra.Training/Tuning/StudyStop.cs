namespace AiInfra.Training.Tuning;

/// <summary>Why a study made no more trials.</summary>
public enum StudyStop : byte
{
    /// <summary>It has not stopped.</summary>
    None,

    /// <summary>It has as many trials as it should.</summary>
    Trials,

    /// <summary>The sampler has nothing left to try, as with a grid.</summary>
    Exhausted,

    /// <summary>Its time was up.</summary>
    Time,

    /// <summary>A trial reached the value asked for.</summary>
    Target,

    /// <summary>It found nothing better for long enough.</summary>
    NoBetter,

    /// <summary><see cref="Study.Stop"/> was called.</summary>
    Asked,
}
