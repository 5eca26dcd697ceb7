namespace AiInfra.Onnx.Operators;

/// <summary>Recurrent layers: X [time, batch, in], W [directions, gates × hidden, in], R [directions, gates × hidden, hidden].</summary>
internal static class RecurrentRules
{
    public static IEnumerable<(string Name, OperatorRule Rule)> All =>
    [
        ("LSTM", Rule(8, 3)),
        ("GRU", Rule(6, 2)),
        ("RNN", Rule(6, 2)),
    ];

    private static OperatorRule Rule(int inputs, int outputs) => new(3, inputs, outputs, c => Type(c, 0))
    {
        SameType = 0b1110_1111,
        Others = Type,
        Check = c => c.Shape(0) is { } x && c.Shape(1) is { Rank: 3 } w && (x.Rank != 3 || Shapes.Differ(x[2], w[2]))
            ? $"{x} and the weights {w} do not fit: [time, batch, in] and [directions, gates × hidden, in]"
            : null,
    };

    private static OnnxTensorType? Type(OperatorCall call, int output)
    {
        if (call.Type(0) is not { } type)
        {
            return null;
        }

        // The hidden size is the last of R; layout 1 puts the batch first.
        if (type.Shape is not { Rank: 3 } x || call.Shape(2) is not { Rank: 3 } r || call.Node.IntAttribute("layout", 0) != 0)
        {
            return type with { Shape = null };
        }

        return type with { Shape = output == 0 ? [x[0], r[0], x[1], r[2]] : [r[0], x[1], r[2]] };
    }
}
