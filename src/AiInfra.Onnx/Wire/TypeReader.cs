namespace AiInfra.Onnx.Wire;

/// <summary>Reads types and shapes.</summary>
internal static class TypeReader
{
    public static OnnxType Read(WireReader r)
    {
        OnnxType? type = null;
        string denotation = "";
        UnknownFields unknown = default;
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: type = Tensor(r.Message("tensor_type"), false); break;
                case 8: type = Tensor(r.Message("sparse_tensor_type"), true); break;
                case 4: type = new OnnxSequenceType(Element(r.Message("sequence_type"), 1, out _)); break;
                case 9: type = new OnnxOptionalType(Element(r.Message("optional_type"), 1, out _)); break;
                case 5:
                    OnnxType element = Element(r.Message("map_type"), 2, out OnnxElementType key);
                    type = new OnnxMapType(key, element);
                    break;
                case 6: denotation = r.Text(); break;
                default: unknown = r.Keep(unknown); break;
            }
        }

        r.Leave();
        return (type ?? new OnnxUnknownType()) with { Denotation = denotation, Unknown = unknown };
    }

    private static OnnxTensorType Tensor(WireReader r, bool sparse)
    {
        var element = OnnxElementType.Undefined;
        OnnxShape? shape = null;
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: element = (OnnxElementType)Math.Clamp(r.Varint(), 0, int.MaxValue); break;
                case 2: shape = Shape(r.Message("shape")); break;
                default: r.Keep(default); break;
            }
        }

        r.Leave();
        return new OnnxTensorType(element, shape) { IsSparse = sparse };
    }

    private static OnnxType Element(WireReader r, int field, out OnnxElementType key)
    {
        OnnxType element = new OnnxUnknownType();
        key = OnnxElementType.Undefined;
        while (r.Next())
        {
            if (r.Field == field)
            {
                element = Read(r.Message(field == 1 ? "elem_type" : "value_type"));
            }
            else if (r.Field == 1)
            {
                key = (OnnxElementType)Math.Clamp(r.Varint(), 0, int.MaxValue);
            }
            else
            {
                r.Keep(default);
            }
        }

        r.Leave();
        return element;
    }

    private static OnnxShape Shape(WireReader r)
    {
        var dims = new List<OnnxDim>();
        while (r.Next())
        {
            if (r.Field == 1)
            {
                dims.Add(Dim(r.Message("dim", dims.Count)));
            }
            else
            {
                r.Keep(default);
            }
        }

        r.Leave();
        return OnnxShape.Create([.. dims]);
    }

    private static OnnxDim Dim(WireReader r)
    {
        OnnxDim dim = default;
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: dim = OnnxDim.Fixed(r.Varint()); break;
                case 2: dim = OnnxDim.Symbolic(r.Text()); break;
                default: r.Keep(default); break;
            }
        }

        r.Leave();
        return dim;
    }
}
