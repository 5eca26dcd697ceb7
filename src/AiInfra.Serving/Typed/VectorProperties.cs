using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>Which properties are the elements of a model's one vector. The order of their declaration says nothing: it changes when somebody tidies up.</summary>
internal static class VectorProperties
{
    /// <summary>The properties in the vector's order, or null and the problem.</summary>
    public static RecordProperty[]? Of(IReadOnlyList<RecordProperty> properties, ModelSignature signature, ref string problem) =>
        signature.Features.Count > 0 ? ByName(properties, signature, ref problem) : ByOrder(properties, signature.Inputs[0], ref problem);

    private static RecordProperty[]? ByName(IReadOnlyList<RecordProperty> properties, ModelSignature signature, ref string problem)
    {
        RecordProperty?[] found = [.. signature.Features.Select(f => TypedNames.Find(properties, p => p.Name, f))];
        string[] missing = [.. signature.Features.Where((_, i) => found[i] is null)];
        if (missing.Length == 0)
        {
            return found!;
        }

        problem = $"{signature.Inputs[0]} names its elements, and no property is called {string.Join(", ", missing.Select(m => $"'{m}'"))}";
        return null;
    }

    private static RecordProperty[]? ByOrder(IReadOnlyList<RecordProperty> properties, TensorSpec input, ref string problem)
    {
        RecordProperty[] ordered = [.. properties.Where(p => p.Order >= 0).OrderBy(p => p.Order)];
        if (ordered.Length == input.RowWidth && ordered.DistinctBy(p => p.Order).Count() == ordered.Length)
        {
            return ordered;
        }

        string came = ordered.Length == 0 ? "no property has an order" : $"the orders of the properties are {string.Join(", ", ordered.Select(p => $"{p.Property.Name} {p.Order}"))}";
        problem = $"{input} does not name its {input.RowWidth} elements, and {came}. Name them in the model's metadata '{ModelKeys.Features}' (a JSON array of strings), "
            + $"or give {input.RowWidth} properties an order of their own ([property: Column(Order = 0)] and so on), or take one array property '{input.Name}'";
        return null;
    }
}
