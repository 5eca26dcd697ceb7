using AiInfra.Images.Decoding;

namespace AiInfra.Images.Transforms;

/// <summary>A change of a picture. Called from several threads at once; all that is random comes from the generator it is given.</summary>
public interface IImageTransform
{
    /// <summary>The changed picture; the given one is not changed.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="random">Seeded by the row and the epoch, so that the same row of the same epoch is always changed alike.</param>
    PixelImage Apply(PixelImage image, Random random);
}
