namespace AiInfra.Metrics.Text;

/// <summary>How tags mark spans.</summary>
public enum SpanScheme
{
    /// <summary>As conlleval and seqeval by default: forgiving. An I without a B starts a span, and so does a change of type; B, I, E, S are all known.</summary>
    Lenient,

    /// <summary>Strict IOB1: a span starts with I, or with B where it touches another of its type.</summary>
    Iob1,

    /// <summary>Strict IOB2 (BIO): a span starts with B; an I that continues nothing is dropped.</summary>
    Iob2,

    /// <summary>Strict IOE1: a span is made of I, and ends with E where it touches another of its type.</summary>
    Ioe1,

    /// <summary>Strict IOE2: a span ends with E.</summary>
    Ioe2,

    /// <summary>Strict IOBES: B, I, E, and S for spans of one token.</summary>
    Iobes,

    /// <summary>Strict BILOU: as IOBES with L for E and U for S.</summary>
    Bilou,
}
