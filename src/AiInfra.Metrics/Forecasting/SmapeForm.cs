namespace AiInfra.Metrics.Forecasting;

/// <summary>The forms that go by the name of sMAPE.</summary>
public enum SmapeForm
{
    /// <summary>200 × |error| / (|truth| + |forecast|), from 0 to 200: the M3 and M4 competitions. 0/0 is 0, counted as undefined.</summary>
    Percent200,

    /// <summary>100 × |error| / (|truth| + |forecast|), from 0 to 100. 0/0 is 0, counted as undefined.</summary>
    Percent100,

    /// <summary>200 × |error| / (truth + forecast), without absolute values below: may be negative or huge. Points with a sum of 0 are left out and counted as undefined, except that an exact forecast is 0.</summary>
    Signed200,
}
