namespace AiInfra.Onnx.Wire;

/// <summary>Reads models. The field numbers are those of the ONNX standard's schema (onnx.proto).</summary>
internal static class ModelReader
{
    public static OnnxModel Read(ReadOnlyMemory<byte> content, ReadState state)
    {
        var r = new WireReader(content, state);
        var model = new OnnxModel();
        bool graph = false;
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: model.IrVersion = r.Varint(); break;
                case 2: model.ProducerName = r.Text(); break;
                case 3: model.ProducerVersion = r.Text(); break;
                case 4: model.Domain = r.Text(); break;
                case 5: model.ModelVersion = r.Varint(); break;
                case 6: model.DocString = r.Text(); break;
                case 7: graph = true; GraphReader.Read(r.Message("graph"), model.Graph); break;
                case 8: model.Opsets.Add(Opset(r.Message("opset_import", model.Opsets.Count))); break;
                case 14:
                    (string key, string value) = Entry(r.Message("metadata_props", model.Metadata.Count));
                    model.Metadata[key] = value;
                    break;
                case 25: model.Functions.Add(Function(r.Message("functions", model.Functions.Count))); break;
                default: model.Unknown = r.Keep(model.Unknown); break;
            }
        }

        return graph ? model : throw state.Fail("There is no graph", "The file is not an ONNX model, is empty, or lost its end; get it again from its source.");
    }

    public static KeyValuePair<string, string> Entry(WireReader r)
    {
        string key = "";
        string value = "";
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: key = r.Text(); break;
                case 2: value = r.Text(); break;
                default: r.Keep(default); break;
            }
        }

        r.Leave();
        return new(key, value);
    }

    private static OnnxOpset Opset(WireReader r)
    {
        string? domain = null;
        long version = 0;
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: domain = r.Text(); break;
                case 2: version = r.Varint(); break;
                default: r.Keep(default); break;
            }
        }

        r.Leave();
        return new(domain ?? "", version) { EmptyDomainWritten = domain is "" };
    }

    private static OnnxFunction Function(WireReader r)
    {
        var function = new OnnxFunction();
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: function.Name = r.Text(); break;
                case 4: function.Inputs.Add(r.Text()); break;
                case 5: function.Outputs.Add(r.Text()); break;
                case 6: function.AttributeNames.Add(r.Text()); break;
                case 7: function.Nodes.Add(NodeReader.Read(r.Message("node", function.Nodes.Count))); break;
                case 8: function.DocString = r.Text(); break;
                case 9: function.Opsets.Add(Opset(r.Message("opset_import", function.Opsets.Count))); break;
                case 10: function.Domain = r.Text(); break;
                case 11: function.AttributeDefaults.Add(NodeReader.Attribute(r.Message("attribute_proto", function.AttributeDefaults.Count))); break;
                case 13: function.Overload = r.Text(); break;
                default: function.Unknown = r.Keep(function.Unknown); break;
            }
        }

        r.Leave();
        return function;
    }
}
