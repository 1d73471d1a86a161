"""The kinds of values in the file of a club."""

from typing import Annotated

from bookcub.core.strict_json import Between, Length

Id = Annotated[str, Length(60, least=1)]
NoId = Annotated[str, Length(60)]  # empty for nobody, nothing
Name = Annotated[str, Length(100)]
Title = Annotated[str, Length(255)]
Html = Annotated[str, Length(100_000)]
Place = Annotated[int, Between(0, 1_000_000)]
Small = Annotated[int, Between(0, 32_000)]
Address = Annotated[str, Length(500)]
