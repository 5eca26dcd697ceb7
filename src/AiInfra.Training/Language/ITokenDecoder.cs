namespace AiInfra.Training.Language;

/// <summary>Scores the next token of texts that are read piece by piece: a <see cref="DecoderModel"/>, its ONNX file (<see cref="OnnxDecoder"/>), or a runtime of one's own.</summary>
public interface ITokenDecoder
{
    /// <summary>Tokens that there are.</summary>
    int VocabularySize { get; }

    /// <summary>Tokens that a text has at most.</summary>
    int Context { get; }

    /// <summary>Begins with texts of which nothing is read yet.</summary>
    /// <param name="batch">How many.</param>
    IDecoding Begin(int batch);
}
