namespace AiInfra.Onnx.Operators;

/// <summary>Gives the outputs the names the caller asked for: by renaming what a node gives, or by an Identity where that cannot be.</summary>
internal static class OutputNaming
{
    public static void Finish(OnnxGraph from, List<(string Name, OnnxValue Value)> outputs, OnnxGraph into)
    {
        var produced = from.Nodes.SelectMany(n => n.Outputs).ToHashSet(StringComparer.Ordinal);
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        var copies = new List<OnnxNode>();
        foreach ((string name, OnnxValue value) in outputs)
        {
            bool free = produced.Contains(value.Name) && outputs.Count(o => o.Value.Name == value.Name) == 1;
            if (name != value.Name && free)
            {
                renamed[value.Name] = name;
            }
            else if (name != value.Name || !produced.Contains(value.Name))
            {
                if (name == value.Name)
                {
                    throw new ArgumentException($"The output '{name}' is an input or a constant; give it another name, so that it becomes a value of its own.", nameof(outputs));
                }

                copies.Add(new OnnxNode("Identity", [value.Name], [name], name: name));
            }
        }

        string New(string name) => renamed.GetValueOrDefault(name, name);
        into.Name = from.Name;
        into.DocString = from.DocString;
        into.Inputs.AddRange(from.Inputs);
        into.Initializers.AddRange(from.Initializers);
        into.SparseInitializers.AddRange(from.SparseInitializers);
        into.Values.AddRange(from.Values.Where(v => !renamed.ContainsKey(v.Name) && !outputs.Exists(o => o.Name == v.Name)).Select(v => GraphCopy.Value(v, New)));
        into.Nodes.AddRange(from.Nodes.Select(n => GraphCopy.Node(n, New)));
        into.Nodes.AddRange(copies);
        into.Outputs.AddRange(outputs.Select(o => new OnnxValueInfo(o.Name, o.Value.Type)));
    }
}
