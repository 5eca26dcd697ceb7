namespace AiInfra.Onnx;

/// <content>Short forms of the common operators. Shapes and meaning are those of the ONNX operator of the same name.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>a + b, broadcast.</summary>
    public OnnxValue Add(OnnxValue a, OnnxValue b, string? name = null) => Node("Add", [a, b], name: name);

    /// <summary>a - b, broadcast.</summary>
    public OnnxValue Sub(OnnxValue a, OnnxValue b, string? name = null) => Node("Sub", [a, b], name: name);

    /// <summary>a × b element by element, broadcast.</summary>
    public OnnxValue Mul(OnnxValue a, OnnxValue b, string? name = null) => Node("Mul", [a, b], name: name);

    /// <summary>a ÷ b, broadcast.</summary>
    public OnnxValue Div(OnnxValue a, OnnxValue b, string? name = null) => Node("Div", [a, b], name: name);

    /// <summary>Remainder; <paramref name="fmod"/> takes C's fmod, the only one for floats.</summary>
    public OnnxValue Mod(OnnxValue a, OnnxValue b, bool fmod = false, string? name = null) => Node("Mod", [a, b], [("fmod", fmod ? 1 : 0)], name: name);

    /// <summary>The matrix product.</summary>
    public OnnxValue MatMul(OnnxValue a, OnnxValue b, string? name = null) => Node("MatMul", [a, b], name: name);

    /// <summary>alpha × a × b + beta × c, of matrices. A linear layer with weights [out, in] is <c>Gemm(x, w, bias, transB: true)</c>.</summary>
    public OnnxValue Gemm(OnnxValue a, OnnxValue b, OnnxValue c = default, float alpha = 1, float beta = 1, bool transA = false, bool transB = false, string? name = null) =>
        Node("Gemm", [a, b, c], [("alpha", alpha), ("beta", beta), ("transA", transA ? 1 : 0), ("transB", transB ? 1 : 0)], name: name);

    /// <summary>max(0, x).</summary>
    public OnnxValue Relu(OnnxValue x, string? name = null) => Node("Relu", [x], name: name);

    /// <summary>1 / (1 + e^-x).</summary>
    public OnnxValue Sigmoid(OnnxValue x, string? name = null) => Node("Sigmoid", [x], name: name);

    /// <summary>The hyperbolic tangent.</summary>
    public OnnxValue Tanh(OnnxValue x, string? name = null) => Node("Tanh", [x], name: name);

    /// <summary>Shares of e^x along an axis.</summary>
    public OnnxValue Softmax(OnnxValue x, int axis = -1, string? name = null) => Node("Softmax", [x], [("axis", axis)], name: name);

    /// <summary>Logarithms of the shares of e^x along an axis.</summary>
    public OnnxValue LogSoftmax(OnnxValue x, int axis = -1, string? name = null) => Node("LogSoftmax", [x], [("axis", axis)], name: name);

    /// <summary>The absolute value.</summary>
    public OnnxValue Abs(OnnxValue x, string? name = null) => Node("Abs", [x], name: name);

    /// <summary>-1, 0 or 1.</summary>
    public OnnxValue Sign(OnnxValue x, string? name = null) => Node("Sign", [x], name: name);

    /// <summary>e^x.</summary>
    public OnnxValue Exp(OnnxValue x, string? name = null) => Node("Exp", [x], name: name);

    /// <summary>The natural logarithm.</summary>
    public OnnxValue Log(OnnxValue x, string? name = null) => Node("Log", [x], name: name);

    /// <summary>The square root.</summary>
    public OnnxValue Sqrt(OnnxValue x, string? name = null) => Node("Sqrt", [x], name: name);

    /// <summary>Largest integer not above x.</summary>
    public OnnxValue Floor(OnnxValue x, string? name = null) => Node("Floor", [x], name: name);

    /// <summary>The same value.</summary>
    public OnnxValue Identity(OnnxValue x, string? name = null) => Node("Identity", [x], name: name);

    /// <summary>Limits x to [min, max]; scalars of x's type, either may be left out.</summary>
    public OnnxValue Clip(OnnxValue x, OnnxValue min = default, OnnxValue max = default, string? name = null) => Node("Clip", [x, min, max], name: name);

    /// <summary>The smaller of each pair, broadcast.</summary>
    public OnnxValue Min(OnnxValue a, OnnxValue b, string? name = null) => Node("Min", [a, b], name: name);

    /// <summary>The larger of each pair, broadcast.</summary>
    public OnnxValue Max(OnnxValue a, OnnxValue b, string? name = null) => Node("Max", [a, b], name: name);

    /// <summary>x as another element type.</summary>
    public OnnxValue Cast(OnnxValue x, OnnxElementType to, string? name = null) => Node("Cast", [x], [("to", (long)to)], name: name);

    /// <summary>a where the condition holds, else b.</summary>
    public OnnxValue Where(OnnxValue condition, OnnxValue a, OnnxValue b, string? name = null) => Node("Where", [condition, a, b], name: name);

    /// <summary>Where x is not a number.</summary>
    public OnnxValue IsNaN(OnnxValue x, string? name = null) => Node("IsNaN", [x], name: name);

    /// <summary>Where a equals b.</summary>
    public OnnxValue Equal(OnnxValue a, OnnxValue b, string? name = null) => Node("Equal", [a, b], name: name);

    /// <summary>Where a is greater than b.</summary>
    public OnnxValue Greater(OnnxValue a, OnnxValue b, string? name = null) => Node("Greater", [a, b], name: name);

    /// <summary>Where a is less than b.</summary>
    public OnnxValue Less(OnnxValue a, OnnxValue b, string? name = null) => Node("Less", [a, b], name: name);

    /// <summary>Where a is greater than or equal to b.</summary>
    public OnnxValue GreaterOrEqual(OnnxValue a, OnnxValue b, string? name = null) => Node("GreaterOrEqual", [a, b], name: name);

    /// <summary>Where it does not hold.</summary>
    public OnnxValue Not(OnnxValue x, string? name = null) => Node("Not", [x], name: name);

    /// <summary>Values one after another along an axis.</summary>
    public OnnxValue Concat(ReadOnlySpan<OnnxValue> values, int axis, string? name = null) => Node("Concat", values, [("axis", axis)], name: name);

    /// <summary>The entries of <paramref name="data"/> along an axis that the integers name; a table of embeddings is <c>Gather(table, indices)</c>.</summary>
    public OnnxValue Gather(OnnxValue data, OnnxValue indices, int axis = 0, string? name = null) => Node("Gather", [data, indices], [("axis", axis)], name: name);

    /// <summary>Where the largest entry along an axis is, as int64.</summary>
    public OnnxValue ArgMax(OnnxValue x, int axis = -1, bool keepDims = false, string? name = null) => Node("ArgMax", [x], [("axis", axis), ("keepdims", keepDims ? 1 : 0)], name: name);

    /// <summary>Integers as rows of <paramref name="depth"/> floats: 1 at the integer's place, 0 elsewhere.</summary>
    public OnnxValue OneHot(OnnxValue indices, long depth, int axis = -1, string? name = null) =>
        Node("OneHot", [indices, Initializer("depth", [depth]), Initializer("off_on", [0f, 1f])], [("axis", axis)], name: name);

    /// <summary>The same elements in another shape; 0 keeps a dimension, -1 takes what is left.</summary>
    public OnnxValue Reshape(OnnxValue x, ReadOnlySpan<long> shape, string? name = null) => Node("Reshape", [x, Initializer("shape", shape)], name: name);

    /// <summary>A matrix: the dimensions before the axis, and those from it on.</summary>
    public OnnxValue Flatten(OnnxValue x, int axis = 1, string? name = null) => Node("Flatten", [x], [("axis", axis)], name: name);

    /// <summary>The dimensions in another order.</summary>
    public OnnxValue Transpose(OnnxValue x, long[] order, string? name = null) => Node("Transpose", [x], [("perm", order)], name: name);

    /// <summary>Without dimensions of size 1.</summary>
    public OnnxValue Squeeze(OnnxValue x, ReadOnlySpan<long> axes, string? name = null) => Node("Squeeze", [x, Initializer("axes", axes)], name: name);

    /// <summary>With new dimensions of size 1.</summary>
    public OnnxValue Unsqueeze(OnnxValue x, ReadOnlySpan<long> axes, string? name = null) => Node("Unsqueeze", [x, Initializer("axes", axes)], name: name);

    /// <summary>From start (included) to end (excluded) along one axis.</summary>
    public OnnxValue Slice(OnnxValue x, long start, long end, long axis, string? name = null) =>
        Node("Slice", [x, Initializer("start", [start]), Initializer("end", [end]), Initializer("axis", [axis])], name: name);

    /// <summary>Parts of the given sizes along an axis.</summary>
    public OnnxValue[] Split(OnnxValue x, ReadOnlySpan<long> sizes, int axis, string? name = null) =>
        Nodes("Split", [x, Initializer("sizes", sizes)], sizes.Length, [("axis", axis)], name: name);

    /// <summary>The sum along axes.</summary>
    public OnnxValue ReduceSum(OnnxValue x, ReadOnlySpan<long> axes, bool keepDims = true, string? name = null) =>
        Node("ReduceSum", [x, Initializer("axes", axes)], [("keepdims", keepDims ? 1 : 0)], name: name);

    /// <summary>Texts to integers by a table (ai.onnx.ml).</summary>
    public OnnxValue LabelEncoder(OnnxValue x, string[] keys, long[] values, long otherwise, string? name = null) =>
        Node("LabelEncoder", [x], [("keys_strings", keys), ("values_int64s", values), ("default_int64", otherwise)], OnnxOpset.MachineLearning, name);

    /// <summary>Texts to floats by a table (ai.onnx.ml).</summary>
    public OnnxValue LabelEncoder(OnnxValue x, string[] keys, float[] values, float otherwise, string? name = null) =>
        Node("LabelEncoder", [x], [("keys_strings", keys), ("values_floats", values), ("default_float", otherwise)], OnnxOpset.MachineLearning, name);

    /// <summary>Integers to texts by a table (ai.onnx.ml).</summary>
    public OnnxValue LabelEncoder(OnnxValue x, long[] keys, string[] values, string otherwise = "", string? name = null) =>
        Node("LabelEncoder", [x], [("keys_int64s", keys), ("values_strings", values), ("default_string", otherwise)], OnnxOpset.MachineLearning, name);

    /// <summary>Integers to integers by a table (ai.onnx.ml).</summary>
    public OnnxValue LabelEncoder(OnnxValue x, long[] keys, long[] values, long otherwise, string? name = null) =>
        Node("LabelEncoder", [x], [("keys_int64s", keys), ("values_int64s", values), ("default_int64", otherwise)], OnnxOpset.MachineLearning, name);
}
