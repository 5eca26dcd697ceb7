namespace AiInfra.Conformance;

/// <summary>The calls of one family of metrics, found by itself: a family adds a class of its own and no line elsewhere.</summary>
internal interface IMetricCalls
{
    /// <summary>The call of each metric of the reference files, by name.</summary>
    Dictionary<string, Func<ReferenceCase, object>> All();
}
