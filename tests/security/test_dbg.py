import pytest, time
pytestmark = pytest.mark.anyio
from tests.security.test_injection import *
async def test_x(house,filled,capfd):
    forms = await every_form(house, filled, await house.token(filled, Role.GRIFFIE))
    form=forms["/griffie/raadplegingen/{consultation_id}/inzendingen/apart"][0]
    for hidden in (False,True):
      for sql in CORPUS:
        token = await house.token(filled, Role.GRIFFIE)
        data = form.hostile(sql, hidden=hidden)
        data["csrf"] = [house.csrf(token)]
        t=time.perf_counter()
        r=await house.browser(token).post(form.action,data=data)
        t=time.perf_counter()-t
        if t>.5 or r.status_code>=500:
            out=capfd.readouterr()
            with capfd.disabled(): print(repr(sql), r.status_code, t, out.out[-1500:], out.err[-500:])
